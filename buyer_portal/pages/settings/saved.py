"""Change here what settings say about saving: beside the title, and under it."""

import reflex as rx

from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords
from buyer_portal.pages.settings.state import Change, Saving, SettingsState


def saved(change: Change, words: PageWords) -> rx.Component:
    """Draw whether ``change`` is saved; the region is there before it speaks and takes no room."""
    return rx.el.p(
        rx.cond(
            (SettingsState.saving == Saving.SAVED) & (SettingsState.changed == change),
            rx.el.span(
                icon("check", "size-4 me-1 inline align-[-2px]"),
                words.t("settings.saved"),
            ),
            rx.fragment(),
        ),
        class_name="text-sm font-medium text-success",
        role="status",
    )


def about_change(change: Change, text: "rx.Var[str]", words: PageWords) -> rx.Component:
    """Draw what ``change`` is good for, or that it could not be saved."""
    return rx.el.p(
        rx.cond(
            (SettingsState.saving == Saving.FAILED) & (SettingsState.changed == change),
            rx.el.span(words.t("settings.not_saved"), class_name="font-medium text-error"),
            rx.el.span(text, class_name="quiet"),
        ),
        class_name="text-sm",
        id=f"{change}-text",
    )
