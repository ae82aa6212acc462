"""Change here how the page of one order looks."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal import routes
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.commands.withdraw_state import WithdrawState
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.cancel_dialog import CANCEL_DIALOG, cancel_dialog
from buyer_portal.components.cancel_outcome import failure_panel, result_panel
from buyer_portal.components.choose import draw_one, view_in
from buyer_portal.components.failed import failed_panel, stale_banner
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.missing_order import missing_order
from buyer_portal.components.opening import opens
from buyer_portal.components.refresher import refresher
from buyer_portal.components.steps import StepEvents
from buyer_portal.components.why_panel import WHY_SHEET, why_panel, why_row, why_sheet
from buyer_portal.components.withdraw import withdraw_button
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY, QUIET
from buyer_portal.pages.order_detail.around import address, history, policy, seller
from buyer_portal.pages.order_detail.goods import lines_and_prices, parcels
from buyer_portal.pages.order_detail.headline import (
    deadlines,
    headline,
    journey_panel,
    race_panel,
    return_panel,
)
from buyer_portal.pages.order_detail.papers import receipts, refunds, withdrawal
from buyer_portal.pages.order_detail.state import OrderDetailState
from buyer_portal.views.order_detail import CancelBarView, OrderDetailView
from buyer_portal.views.order_headline import ReturnLeadView
from buyer_portal.views.phase import Phase
from buyer_portal.views.request_steps import RaceView

EVENTS = StepEvents(
    on_refresh=OrderDetailState.refresh,
    on_withdraw=WithdrawState.withdraw(OrderDetailState.request.id),
)


def order_detail_page(words: PageWords) -> rx.Component:
    """Draw one order, or why it is not shown."""
    return page_shell(
        refresher(OrderDetailState.refresh),
        rx.el.span(
            custom_attrs={
                "hidden": True,
                "data-revision": f"{CancelState.revision} {WithdrawState.revision}",
            }
        ),
        draw_one(
            OrderDetailState.shown_phase,
            (
                Phase.MISSING,
                missing_order(words, words.href(routes.ORDER, order_id=OrderDetailState.order_key)),
            ),
            (Phase.FAILED, _failed(words)),
            (Phase.READY, rx.cond(OrderDetailState.order, _order(words), _bones(words))),
            _bones(words),
        ),
        cancel_dialog(words),
        rx.cond(
            OrderDetailState.why, why_sheet(OrderDetailState.why, words, EVENTS), rx.fragment()
        ),
        words=words,
        title=words.t("order.title"),
        is_heading=False,
        nav=Nav.ORDERS,
        back=words.href(routes.ORDERS),
        bottom_bar=_bottom_bar(words),
        attributes={"data-phase": OrderDetailState.shown_phase},
    )


def _order(words: PageWords) -> rx.Component:
    order = OrderDetailState.order
    return rx.fragment(
        rx.cond(
            OrderDetailState.has_failed_late,
            stale_banner(
                words,
                OrderDetailState.stale_text,
                OrderDetailState.again,
                OrderDetailState.refresh,
            ),
            rx.fragment(),
        ),
        rx.el.div(
            headline(order, words, actions=_header_actions(order, words)),
            rx.el.div(
                _outcomes(words),
                deadlines(order, words),
                class_name="detail-main pile empty:hidden",
            ),
            rx.el.div(
                rx.el.div(journey_panel(order, words), class_name="detail-way"),
                rx.el.div(
                    withdrawal(order, words),
                    lines_and_prices(order, words),
                    refunds(order, words, _shown_refunds()),
                    receipts(order, words),
                    parcels(order, words),
                    class_name="detail-goods pile",
                ),
                rx.el.div(
                    address(order, words),
                    seller(order, words),
                    policy(order, words),
                    history(order, words),
                    class_name="pile",
                ),
                class_name="detail-columns",
            ),
            class_name="pile",
        ),
    )


def _outcomes(words: PageWords) -> rx.Component:
    """Draw how the last command ended, the open request, or why cancelling is off."""
    is_ours = CancelState.outcome_order == OrderDetailState.order_key
    order = OrderDetailState.order
    return rx.fragment(
        rx.cond(
            order.race & (OrderDetailState.result.kind != "overtaken"),
            race_panel(view_in(order.race, RaceView)),
            rx.fragment(),
        ),
        rx.cond(
            is_ours & CancelState.failure,
            failure_panel(CancelState.failure, words, EVENTS),
            rx.fragment(),
        ),
        rx.cond(
            OrderDetailState.result,
            result_panel(
                OrderDetailState.result,
                words,
                withdraw=withdraw_button(words, OrderDetailState.result.id),
            ),
            rx.cond(
                is_ours & CancelState.result,
                result_panel(
                    CancelState.result,
                    words,
                    withdraw=withdraw_button(words, CancelState.result.id),
                ),
                _standing(words, is_ours),
            ),
        ),
    )


def _shown_refunds() -> ArrayVar[list[str]]:
    """Return the refunds that the outcome on top of the page shows."""
    is_ours = CancelState.outcome_order == OrderDetailState.order_key
    nothing = rx.Var.create(list[str]())
    return rx.cond(
        OrderDetailState.result,
        OrderDetailState.result.refund_ids,
        rx.cond(is_ours & CancelState.result, CancelState.result.refund_ids, nothing),
    ).to(list[str])


def _standing(words: PageWords, is_ours: rx.Var[bool]) -> rx.Component:
    """Draw what holds without a command: the open request, the return, or why it is off."""
    order = OrderDetailState.order
    return rx.cond(
        OrderDetailState.request,
        rx.el.div(
            result_panel(
                OrderDetailState.request,
                words,
                withdraw=withdraw_button(words, OrderDetailState.request.id),
            ),
            id="request",
        ),
        rx.cond(
            order.return_lead,
            return_panel(
                view_in(order.return_lead, ReturnLeadView),
                words,
                why=rx.cond(order.bar.has_why, why_row(words), rx.fragment()),
            ),
            rx.cond(
                OrderDetailState.why & order.bar.has_why & ~(is_ours & CancelState.failure),
                why_panel(OrderDetailState.why, words, EVENTS),
                rx.fragment(),
            ),
        ),
    )


def _header_actions(order: ObjectVar[OrderDetailView], words: PageWords) -> rx.Component:
    """Draw the actions of wide screens beside the headline."""
    return rx.el.div(
        _actions(order, words, place="header"),
        class_name="hidden max-w-sm shrink-0 lg:block",
    )


def _bottom_bar(words: PageWords) -> rx.Component:
    order = OrderDetailState.order
    return rx.el.div(
        rx.cond(
            order,
            _actions(order, words, place="bar"),
            rx.el.div(class_name="bone h-12"),
        ),
        class_name=rx.cond(
            (OrderDetailState.shown_phase == Phase.MISSING)
            | (OrderDetailState.shown_phase == Phase.FAILED),
            "bottom-bar hidden",
            "bottom-bar phone-only",
        ),
        custom_attrs={"role": "region", "aria-label": words.t("order.actions")},
    )


def _actions(order: ObjectVar[OrderDetailView], words: PageWords, *, place: str) -> rx.Component:
    """Draw the cancel button with its sentence; off, it stays and the sentence says why.

    Where a return runs, that leads; why cancelling is off stands in its panel.
    """
    bar = view_in(order.bar, CancelBarView)
    sentence_id = f"cancel-sentence-{place}"
    return rx.el.div(
        rx.el.div(
            rx.cond(
                order.return_lead,
                rx.el.a(
                    words.t("order.return.see"),
                    href=order.return_href,
                    class_name=f"{QUIET} flex-1",
                ),
                rx.fragment(),
            ),
            rx.cond(
                bar.has_why & ~order.return_lead,
                rx.el.button(
                    words.t("why.open"),
                    type="button",
                    class_name=f"{QUIET} flex-1",
                    custom_attrs=opens(WHY_SHEET),
                ),
                rx.fragment(),
            ),
            rx.cond(
                bar.is_on,
                rx.el.button(
                    bar.label,
                    type="button",
                    class_name=f"{PRIMARY} flex-1",
                    custom_attrs=opens(CANCEL_DIALOG) | {"aria-describedby": sentence_id},
                ),
                rx.el.button(
                    bar.label,
                    type="button",
                    class_name=f"{PRIMARY} flex-1",
                    custom_attrs={"aria-disabled": "true", "aria-describedby": sentence_id},
                ),
            ),
            class_name="flex gap-3",
        ),
        rx.el.p(bar.sentence, id=sentence_id, class_name="quiet mt-1.5 text-center text-[13px]"),
    )


def _failed(words: PageWords) -> rx.Component:
    return rx.fragment(
        rx.el.h1(words.t("order.title"), class_name="visually-hidden"),
        failed_panel(
            words,
            OrderDetailState.again,
            OrderDetailState.refresh,
            order_id=OrderDetailState.order_key,
        ),
    )


def _bones(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.h1(words.t("order.title"), class_name="visually-hidden"),
        rx.el.p(words.t("page.loading"), class_name="visually-hidden"),
        rx.el.div(
            rx.el.div(class_name="bone h-7 w-2/3"),
            rx.el.div(class_name="bone mt-3 h-4 w-5/6"),
            *(rx.el.div(class_name="bone mt-5 h-5 w-1/2") for _ in range(4)),
            class_name="panel p-5",
        ),
        rx.el.div(
            rx.el.div(class_name="bone h-16"),
            rx.el.div(class_name="bone mt-4 h-24"),
            class_name="panel p-5",
        ),
        class_name="pile",
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, order_detail_page, routes.ORDER, title="order.title", on_load=OrderDetailState.load
    )
