"""Change here how it is shown where the buyer is signed in."""

from typing import Final

import reflex as rx

from buyer_portal.components.icons import icon
from buyer_portal.components.rows import panel, skeleton_rows
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import QUIET
from buyer_portal.pages.settings.devices_state import DevicesState
from buyer_portal.views.devices import DeviceView
from buyer_portal.views.phase import Phase

SMALL: Final = "btn btn-outline btn-sm btn-touch hair shrink-0"


def devices_panel(words: PageWords) -> rx.Component:
    """Draw where the buyer is signed in."""
    return panel(
        rx.el.p(words.t("settings.devices.text"), class_name="quiet text-sm"),
        rx.el.div(
            rx.cond(
                DevicesState.said != "",
                rx.el.p(
                    DevicesState.said,
                    class_name=rx.cond(
                        DevicesState.has_failed,
                        "banner tint tint-error mt-3 rounded-xl",
                        "banner tint tint-success mt-3 rounded-xl",
                    ),
                ),
                rx.fragment(),
            ),
            custom_attrs={"role": "status"},
        ),
        rx.el.div(
            rx.match(
                DevicesState.phase,
                (
                    Phase.LOADING,
                    rx.el.div(
                        rx.el.p(words.t("page.loading"), class_name="visually-hidden"),
                        skeleton_rows(1),
                    ),
                ),
                (
                    Phase.FAILED,
                    rx.el.div(
                        rx.el.p(words.t("errors.unreachable.title"), class_name="flex-1"),
                        rx.el.button(
                            words.t("errors.again"),
                            type="button",
                            on_click=DevicesState.load,
                            class_name=SMALL,
                        ),
                        class_name="flex flex-wrap items-center gap-3 py-4",
                        custom_attrs={"role": "alert"},
                    ),
                ),
                rx.fragment(),
            )
        ),
        rx.el.ul(
            rx.foreach(DevicesState.devices, lambda device: _device(device, words)),
            class_name="rows",
        ),
        rx.cond(
            DevicesState.has_others,
            rx.el.button(
                words.t("settings.devices.others"),
                type="button",
                on_click=DevicesState.sign_out_others,
                class_name=f"{QUIET} mb-5 mt-2 w-full",
            ),
            rx.cond(
                DevicesState.phase == Phase.READY,
                rx.el.p(words.t("settings.devices.only"), class_name="quiet pb-4 text-sm"),
                rx.fragment(),
            ),
        ),
        title=words.t("settings.devices"),
        id="devices",
    )


def _device(device: "rx.vars.ObjectVar[DeviceView]", words: PageWords) -> rx.Component:
    return rx.el.li(
        rx.cond(device.is_phone, icon("phone", "size-6 quiet"), icon("device", "size-6 quiet")),
        rx.el.div(
            rx.el.p(
                device.name,
                rx.cond(
                    device.is_current,
                    rx.el.span(
                        words.t("settings.device.this"),
                        class_name="badge-text tint tint-success ms-2",
                    ),
                    rx.fragment(),
                ),
                class_name="font-medium",
            ),
            rx.el.p(device.seen, " · ", device.since, class_name="quiet text-[13px]"),
            class_name="min-w-0 flex-1",
        ),
        rx.cond(
            device.is_current,
            rx.fragment(),
            rx.el.button(
                words.t("settings.device.sign_out"),
                type="button",
                on_click=DevicesState.sign_out(device.key),
                class_name=SMALL,
                custom_attrs={"aria-label": device.sign_out_name},
            ),
        ),
        class_name="flex items-center gap-3 py-3",
        key=device.key,
    )
