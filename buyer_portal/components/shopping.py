"""Change here how goods to choose, coupons to pick and prices are drawn."""

from collections.abc import Callable
from typing import TypeAlias

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords
from buyer_portal.views.shopping import ChargeView, CouponView, OfferView, OptionView

Press: TypeAlias = Callable[[rx.Var[str]], "rx.event.EventType[()]"]
Choice: TypeAlias = Callable[[rx.Var[str]], "rx.event.EventType[()]"]


def select_of(
    options: ArrayVar[list[OptionView]],
    *,
    chosen: rx.Var[str],
    label: rx.Var[str],
    on_change: Choice,
    class_name: str = "",
) -> rx.Component:
    """Draw a list to choose from; what is sold out stands there and cannot be chosen."""
    return rx.el.select(
        rx.foreach(
            options,
            lambda option: rx.el.option(
                option.text, value=option.value, disabled=option.is_off, key=option.value
            ),
        ),
        value=chosen,
        on_change=on_change,
        class_name=f"select truncate pe-9 {class_name}",
        custom_attrs={"aria-label": label},
    )


def offer_rows(
    offers: ArrayVar[list[OfferView]], words: PageWords, *, on_press: Press
) -> rx.Component:
    """Draw what can be added, each with its own button; pressed again, it is taken out."""
    return rx.el.ul(
        rx.foreach(
            offers,
            lambda offer: rx.el.li(
                _goods(offer),
                rx.el.button(
                    rx.cond(offer.is_in, words.t("changing.remove"), words.t("changing.add")),
                    type="button",
                    on_click=on_press(offer.id),
                    class_name="btn btn-outline btn-sm hair min-h-11 shrink-0",
                    custom_attrs={
                        "aria-label": rx.cond(offer.is_in, offer.remove_label, offer.label)
                    },
                ),
                class_name="flex min-h-16 items-center gap-3 py-2",
                key=offer.id,
            ),
        ),
        class_name="rows",
    )


def coupon_choice(
    coupons: ArrayVar[list[CouponView]],
    words: PageWords,
    *,
    legend: rx.Var[str],
    on_change: Choice,
    is_legend_hidden: bool = False,
) -> rx.Component:
    """Draw the coupons as one choice, none among them."""
    return rx.el.fieldset(
        rx.el.legend(
            legend,
            class_name="visually-hidden" if is_legend_hidden else "mb-1 font-semibold",
        ),
        rx.el.div(
            rx.foreach(
                coupons,
                lambda coupon: radio_row(
                    "coupon",
                    coupon.code,
                    coupon.title,
                    coupon.text,
                    is_chosen=coupon.is_chosen,
                    on_change=on_change,
                ),
            ),
            radio_row(
                "coupon",
                "",
                words.t("changing.coupon.none"),
                "",
                is_chosen=~_has_chosen(coupons),
                on_change=on_change,
            ),
            class_name="rows",
        ),
    )


def radio_row(
    name: str,
    value: "rx.Var[str] | str",
    title: rx.Var[str],
    text: "rx.Var[str] | str",
    *,
    is_chosen: "rx.Var[bool] | bool",
    on_change: Choice,
) -> rx.Component:
    """Draw one of several to choose from."""
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=value,
            checked=is_chosen,
            on_change=on_change(rx.Var.create(value).to(str)),
            class_name="radio",
        ),
        rx.el.span(
            rx.el.span(title, class_name="block"),
            rx.el.span(text, class_name="quiet block text-[13px] empty:hidden"),
            class_name="min-w-0 flex-1",
        ),
        class_name="flex min-h-12 cursor-pointer items-center gap-3 py-2",
    )


def charge_rows(
    charges: ArrayVar[list[ChargeView]], *, total: rx.Var[str], amount: rx.Var[str]
) -> rx.Component:
    """Draw what something costs, row by row, and the total."""
    return rx.el.dl(
        rx.foreach(
            charges,
            lambda row: rx.el.div(
                rx.el.dt(row.text, class_name="quiet"),
                rx.el.dd(row.amount_text),
                class_name="flex justify-between gap-4 py-1 text-sm",
            ),
        ),
        rx.el.div(
            rx.el.dt(total),
            rx.el.dd(amount),
            class_name="mt-1 flex justify-between gap-4 border-t hair pt-2 font-semibold",
        ),
    )


def _goods(offer: ObjectVar[OfferView]) -> rx.Component:
    return rx.fragment(
        rx.el.img(
            src=offer.picture, alt="", width="48", height="48", class_name="size-12 rounded-lg"
        ),
        rx.el.span(
            rx.el.span(offer.name, class_name="line-clamp-2 text-sm font-medium"),
            rx.el.span(
                offer.variant, " · ", offer.price_text, class_name="quiet block text-[13px]"
            ),
            class_name="min-w-0 flex-1",
        ),
        rx.cond(offer.is_in, icon("check", "size-5 text-success shrink-0"), rx.fragment()),
    )


def _has_chosen(coupons: ArrayVar[list[CouponView]]) -> rx.Var[bool]:
    return rx.Var(f'({coupons}.some((one) => one["is_chosen"]))', _var_type=bool)
