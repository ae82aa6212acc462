"""Change here how changing the order is offered beside a reason, before it is cancelled."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords
from buyer_portal.views.change_offer import ChangeOfferView


def change_offer(offer: ObjectVar[ChangeOfferView], offer_id: rx.Var[str]) -> rx.Component:
    """Draw the offer of a reason; the style sheet shows it while its reason is picked."""
    return rx.cond(
        offer.kind != "",
        rx.el.div(
            rx.el.div(
                rx.el.p(offer.title, class_name="font-medium"),
                rx.el.p(offer.text, class_name="text-[13px]"),
                id=offer_id,
                class_name="min-w-0 flex-[1_1_10rem]",
            ),
            rx.cond(
                offer.href != "",
                rx.el.a(
                    offer.label,
                    href=offer.href,
                    class_name="btn btn-sm btn-primary min-h-11 shrink-0",
                    custom_attrs={"aria-describedby": offer_id},
                ),
                rx.fragment(),
            ),
            class_name=rx.cond(
                offer.href != "",
                "change-offer tint tint-info",
                "change-offer tint tint-neutral",
            ),
            custom_attrs={"role": "status", "data-offer": offer.kind},
        ),
        rx.fragment(),
    )


def any_change(href: rx.Var[str], words: PageWords) -> rx.Component:
    """Draw the way to the change page where reasons are asked as free text."""
    return rx.cond(
        href != "",
        rx.el.p(
            icon("info", "size-5 mt-px shrink-0"),
            rx.el.span(
                words.t("offer.any"),
                " ",
                rx.el.a(words.t("offer.any.link"), href=href, class_name="text-link"),
            ),
            class_name="tint tint-info mb-5 flex gap-3 rounded-xl p-3 text-sm",
        ),
        rx.fragment(),
    )
