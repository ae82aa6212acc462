"""Change here how a hand-off is offered."""

import reflex as rx

from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.studio.fields import panel
from buyer_portal.components.studio.pictures import picture_trouble, progress_of
from buyer_portal.components.studio.shell import studio_shell
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY
from buyer_portal.pages.studio.handoff.state import AXES, HandoffState
from buyer_portal.studio.handoff import MOST_PICTURES
from buyer_portal.studio.screens import ADDRESSES, Screen

_OUTLINE = "btn btn-outline hair min-h-11"


def handoff_page(words: PageWords) -> rx.Component:
    """Draw what can be chosen, and what makes it."""
    return studio_shell(
        panel(
            *(_axis(words, axis) for axis in AXES),
            title=words.t("studio.handoff.what"),
        ),
        panel(
            rx.el.p(HandoffState.counted, class_name="font-semibold", role="status"),
            _making(words),
            title=words.t("studio.handoff.make"),
        ),
        panel(
            rx.el.p(words.t("studio.handoff.command.hint"), class_name="quiet mt-1 text-sm"),
            rx.el.div(
                rx.el.code(
                    HandoffState.command,
                    class_name="studio-command",
                    custom_attrs={"data-command-line": ""},
                ),
                rx.el.button(
                    words.t("action.copy"),
                    type="button",
                    class_name=_OUTLINE,
                    custom_attrs={
                        "data-copy": HandoffState.command,
                        "data-copied": words.t("action.copied"),
                    },
                ),
                class_name="mt-3 flex flex-wrap items-center gap-3",
            ),
            title=words.t("studio.handoff.command"),
        ),
        words=words,
        screen=Screen.HANDOFF,
    )


def _making(words: PageWords) -> rx.Component:
    """Draw what makes the ZIP, how far it is, and the ZIP."""
    return rx.el.div(
        rx.cond(
            HandoffState.is_packing,
            rx.fragment(
                progress_of(
                    HandoffState.packed,
                    HandoffState.of,
                    words.t(
                        "studio.handoff.progress",
                        ready=HandoffState.packed.to_string(),
                        of=HandoffState.of.to_string(),
                        left=HandoffState.left,
                    ),
                ),
                rx.el.button(
                    words.t("studio.handoff.cancel"),
                    type="button",
                    on_click=HandoffState.cancel,
                    class_name=f"{_OUTLINE} mt-3",
                ),
            ),
            rx.fragment(
                picture_trouble(words, HandoffState.picture_problem, HandoffState.pack),
                rx.cond(HandoffState.file != "", _ready(words), rx.fragment()),
                rx.el.div(
                    rx.el.button(
                        words.t("studio.handoff.pack"),
                        type="button",
                        on_click=HandoffState.pack,
                        class_name=rx.cond(HandoffState.file != "", _OUTLINE, PRIMARY),
                        custom_attrs={
                            "aria-disabled": rx.cond(HandoffState.is_too_large, "true", "false"),
                            "data-pack": "",
                        },
                    ),
                    rx.el.button(
                        words.t("studio.handoff.download"),
                        type="button",
                        on_click=HandoffState.download,
                        class_name=_OUTLINE,
                    ),
                    class_name="flex flex-wrap gap-3",
                ),
                rx.cond(
                    HandoffState.is_too_large,
                    rx.el.p(
                        words.t("studio.handoff.too_many", most=MOST_PICTURES),
                        class_name="studio-note tint tint-warning",
                        role="status",
                    ),
                    rx.fragment(),
                ),
            ),
        ),
        class_name="mt-3",
        custom_attrs={"data-packing": rx.cond(HandoffState.is_packing, "true", "false")},
    )


def _ready(words: PageWords) -> rx.Component:
    return rx.el.p(
        rx.el.a(
            words.t("studio.handoff.save"),
            href=HandoffState.file,
            reload_document=True,  # a file, not a page of the router
            class_name=PRIMARY,
            custom_attrs={"data-handoff": "", "download": ""},
        ),
        class_name="mb-3",
        role="status",
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
                        key=f"{value}{HandoffState.turn}",
                        custom_attrs={"data-axis": axis},
                    ),
                    rx.el.span(_name(words, axis, value)),
                    class_name="look",
                )
                for value in AXES[axis]
            ),
            class_name="look-grid",
        ),
        class_name="not-first:mt-4",
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
    add_in_each_language(
        app,
        handoff_page,
        ADDRESSES[Screen.HANDOFF],
        title="studio.handoff.title",
        on_load=HandoffState.load,
    )
