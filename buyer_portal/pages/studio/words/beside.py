"""Change here the page that stands beside its texts, and how one leads to the other."""

import reflex as rx

from buyer_portal.components.choose import draw_one
from buyer_portal.components.studio.live_frame import live_frame
from buyer_portal.components.studio.shared_link import refused_link_trouble
from buyer_portal.components.words import PageWords
from buyer_portal.pages.studio.opening import REFUSALS
from buyer_portal.pages.studio.words.state import WordsState


def beside(words: PageWords) -> rx.Component:
    """Draw the prototype's page; studio.js marks in it the text that is being written."""
    return rx.el.section(
        draw_one(
            WordsState.refused,
            *((reason, refused_link_trouble(words, reason)) for reason in REFUSALS),
            live_frame(
                words,
                "words",
                src=WordsState.src,
                can_frame=WordsState.can_frame,
                width=WordsState.width,
                height=WordsState.height,
                below=190,
            ),
        ),
        rx.el.p(
            class_name="quiet mt-2 min-h-5 text-[13px]",
            custom_attrs={
                "role": "status",
                "data-found-text": "",
                "data-some": words.template("studio.words.shown"),
                "data-none": words.t("studio.words.not_shown"),
            },
        ),
        rx.el.label(
            rx.el.input(type="checkbox", class_name="toggle", custom_attrs={"data-press": ""}),
            rx.el.span(words.t("studio.words.press")),
            class_name="studio-tick",
        ),
        rx.el.textarea(
            hidden=True,
            on_change=WordsState.locate,
            custom_attrs={"data-pressed": "", "aria-hidden": "true", "tabIndex": -1},
        ),
        rx.el.a(
            words.t("studio.words.own_tab"),
            href=rx.cond(WordsState.can_frame == "no", WordsState.link, WordsState.src),
            target="_blank",
            on_click=WordsState.renew,
            class_name="text-link inline-flex min-h-11 items-center text-sm",
            custom_attrs={"data-open": ""},
        ),
        rx.el.p(
            rx.cond(
                WordsState.has_failed,
                words.t("studio.flow.failed"),
                rx.cond(WordsState.is_opening, words.t("studio.flow.opening"), ""),
            ),
            class_name="text-sm empty:hidden",
            custom_attrs={"role": "status"},
        ),
        class_name="words-beside",
        custom_attrs={"aria-label": words.t("studio.words.preview"), "data-words-frame": ""},
    )
