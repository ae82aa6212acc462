"""Change here how an order looks in the list."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.cancel_dialog import CANCEL_DIALOG
from buyer_portal.components.countdown import countdown
from buyer_portal.components.opening import opens
from buyer_portal.components.status_badge import status_badge
from buyer_portal.views.order_card import CardLineView, OrderCardView


@rx.memo
def order_card(
    rest: rx.RestProp,
    *,
    card: ObjectVar[OrderCardView],
    on_cancel: rx.EventHandler[rx.event.no_args_event_spec],
) -> rx.Component:
    """Show seller, status, lines and total, with the one next step."""
    return rx.el.article(
        rx.el.div(
            rx.el.p(card.seller, class_name="min-w-0 flex-1 truncate text-sm font-medium"),
            status_badge(card.status, card.status_text),
            class_name="flex items-center gap-2",
        ),
        rx.el.div(
            rx.foreach(card.lines, lambda line, at: _line(line, at, card.href)),
            rx.cond(
                card.more_text != "",
                rx.el.p(card.more_text, class_name="quiet mt-2 text-sm"),
                rx.fragment(),
            ),
            class_name="card-lines",
            custom_attrs={"data-card": card.id},
        ),
        rx.el.div(
            rx.el.div(
                rx.el.p(card.total_text, class_name="money text-[17px] font-semibold"),
                rx.el.p(_note(card), class_name="quiet text-[13px]"),
                class_name="min-w-0 flex-1",
            ),
            rx.cond(card.cancel_text != "", _cancel(card, on_cancel), _open(card)),
            class_name="flex items-center gap-3 border-t hair pt-3",
        ),
        rest,
        class_name="panel p-4",
    )


def _line(line: ObjectVar[CardLineView], at: rx.Var[int], href: rx.Var[str]) -> rx.Component:
    """Draw a line; the first one's name is the link, which covers them all."""
    name = "line-clamp-2 text-[15px] font-medium leading-5"
    return rx.el.div(
        rx.el.img(
            src=line.picture,
            alt="",
            width="64",
            height="64",
            loading="lazy",
            class_name="size-16 shrink-0 rounded-xl bg-base-200",
        ),
        rx.el.div(
            rx.cond(
                at == 0,
                rx.el.h2(rx.el.a(line.name, href=href, class_name="card-link"), class_name=name),
                rx.el.p(line.name, class_name=name),
            ),
            rx.el.p(line.about, class_name="quiet mt-0.5 text-sm"),
            class_name="min-w-0 flex-1",
        ),
        class_name="mt-3 flex gap-3",
    )


def _note(card: ObjectVar[OrderCardView]) -> rx.Component:
    return rx.cond(
        card.countdown != "",
        countdown(
            text=card.note,
            template=card.countdown,
            over_text=card.countdown_over,
            deadline_ms=card.deadline_ms,
            now_ms=card.now_ms,
        ),
        card.note,
    )


def _cancel(card: ObjectVar[OrderCardView], on_cancel: "rx.event.EventType[()]") -> rx.Component:
    """Draw the button that opens the dialog in the browser and fills it by an event."""
    return rx.el.button(
        card.cancel_text,
        type="button",
        on_click=on_cancel,
        class_name="btn btn-outline btn-sm shrink-0",
        custom_attrs=opens(CANCEL_DIALOG) | {"aria-label": card.cancel_label},
    )


def _open(card: ObjectVar[OrderCardView]) -> rx.Component:
    return rx.el.a(
        card.open_text,
        href=card.open_href,
        class_name="btn btn-outline btn-sm shrink-0",
        custom_attrs={"aria-label": card.open_label},
    )
