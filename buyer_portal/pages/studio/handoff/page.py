"""Change here how a hand-off is offered."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.studio.fields import panel
from buyer_portal.components.studio.shell import studio_shell
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY
from buyer_portal.pages.studio.handoff.state import AXES, HandoffState
from buyer_portal.studio.screens import ADDRESSES, Screen


def handoff_page(words: PageWords) -> rx.Component:
    """Draw what can be chosen, and what makes it."""
    return studio_shell(
        panel(
            *(_axis(words, axis) for axis in AXES),
            title=words.t("studio.handoff.what"),
        ),
        panel(
            rx.el.p(HandoffState.counted, class_name="font-semibold", role="status"),
            rx.el.p(words.t("studio.handoff.command.hint"), class_name="quiet mt-1 text-sm"),
            rx.el.div(
                rx.el.code(
                    HandoffState.command,
                    class_name="handoff-command",
                    custom_attrs={"data-command-line": ""},
                ),
                rx.el.button(
                    words.t("action.copy"),
                    type="button",
                    class_name="btn btn-outline hair min-h-11",
                    custom_attrs={
                        "data-copy": HandoffState.command,
                        "data-copied": words.t("action.copied"),
                    },
                ),
                class_name="mt-3 flex flex-wrap items-center gap-3",
            ),
            rx.el.button(
                words.t("studio.handoff.download"),
                type="button",
                on_click=HandoffState.download,
                class_name=f"{PRIMARY} mt-5",
            ),
            title=words.t("studio.handoff.make"),
        ),
        words=words,
        screen=Screen.HANDOFF,
    )


def _axis(words: PageWords, axis: str) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(words.t(f"studio.handoff.{axis}"), class_name="studio-h3"),
        rx.el.div(
            *(
                rx.el.label(
                    rx.el.input(
                        type="checkbox",
                        default_checked=HandoffState.chosen[axis].contains(value),
                        on_change=lambda _, value=value: HandoffState.toggle(axis, value),
                        class_name="checkbox",
                        custom_attrs={"data-axis": axis},
                    ),
                    rx.el.span(_name(words, axis, value)),
                    class_name="look",
                )
                for value in AXES[axis]
            ),
            class_name="look-grid",
        ),
    )


def _name(words: PageWords, axis: str, value: str) -> rx.Var[str]:
    keys = {
        "groups": f"studio.group.{value}",
        "devices": f"studio.handoff.device.{value}",
        "themes": f"studio.handoff.theme.{value}",
        "languages": f"settings.language.{value}",
    }
    return words.t(keys[axis])


def register(app: rx.App) -> None:
    """Add the page in each language."""
    for locale in routes.LOCALES:
        words = PageWords(locale)
        app.add_page(
            handoff_page(words),
            route=routes.page_route(ADDRESSES[Screen.HANDOFF], locale),
            title=words.text("studio.handoff.title"),
            on_load=HandoffState.load,
        )
