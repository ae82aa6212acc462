"""Change here how refusing a delivery looks, from what is better to what came of it."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import choose, draw_one, views_in
from buyer_portal.components.failed import failed_panel, stale_banner
from buyer_portal.components.goods_page import goods_bones, order_heading, said
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.missing_order import missing_order
from buyer_portal.components.refresher import refresher
from buyer_portal.components.refunds import refund_rows
from buyer_portal.components.steps import StepEvents, first_step, more_steps
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import DANGER, H2, PANEL, PRIMARY, QUIET
from buyer_portal.pages.refuse.parts import confirmation, effects, ledger
from buyer_portal.pages.refuse.state import RefuseState
from buyer_portal.views.phase import Phase
from buyer_portal.views.refuse import ANNOUNCED, CLOSED, CONFIRMED, LAPSED, OFFER, RefuseView
from buyer_portal.views.result import RefundView
from buyer_portal.views.steps import StepView

EVENTS: Final = StepEvents(on_refresh=RefuseState.refresh, on_withdraw=RefuseState.refresh)
_MARK: Final = "grid size-12 shrink-0 place-items-center rounded-full"
_MARK_CLASS: Final = {
    OFFER: f"tint tint-warning {_MARK}",
    ANNOUNCED: f"tint tint-info {_MARK}",
    CONFIRMED: f"tint tint-neutral {_MARK}",
    LAPSED: f"tint tint-success {_MARK}",
    CLOSED: f"tint tint-neutral {_MARK}",
}


def refuse_page(words: PageWords) -> rx.Component:
    """Draw what refusing this delivery would do, or did."""
    page = RefuseState.page
    return page_shell(
        refresher(RefuseState.refresh),
        draw_one(
            RefuseState.phase,
            (
                Phase.MISSING,
                missing_order(words, words.href(routes.REFUSE, order_id=RefuseState.order_key)),
            ),
            (Phase.FAILED, _failed(words)),
            (
                Phase.READY,
                rx.cond(page, _ready(words), goods_bones(words, words.t("refuse.title"))),
            ),
            goods_bones(words, words.t("refuse.title")),
        ),
        words=words,
        title=words.t("refuse.title"),
        is_heading=False,
        nav=Nav.ORDERS,
        back=rx.cond(page, _page().order_href, words.href(routes.ORDERS)).to(str),
        width="pile max-w-2xl",
        attributes={"data-phase": RefuseState.phase},
    )


def _page() -> ObjectVar[RefuseView]:
    return RefuseState.page.to(RefuseView)


def _ready(words: PageWords) -> rx.Component:
    page = _page()
    return rx.el.div(
        rx.cond(
            RefuseState.has_failed_late,
            stale_banner(words, RefuseState.stale_text, RefuseState.again, RefuseState.refresh),
            rx.fragment(),
        ),
        _head(page, words),
        said(RefuseState.problem, RefuseState.done),
        draw_one(
            page.kind,
            (OFFER, _offer(page, words)),
            (ANNOUNCED, _announced(page, words)),
            (CONFIRMED, _confirmed(page, words)),
            _steps(page, title=words.t("refuse.steps.title")),
        ),
        rx.cond(
            page.kind == OFFER,
            rx.fragment(),
            rx.el.a(words.t("refuse.back"), href=page.order_href, class_name=f"{QUIET} w-full"),
        ),
        class_name="pile",
        custom_attrs={"data-refusal": page.kind},
    )


def _head(page: ObjectVar[RefuseView], words: PageWords) -> rx.Component:
    return rx.el.section(
        order_heading(
            rx.el.span(
                rx.match(
                    page.kind,
                    (LAPSED, icon("home", "size-6")),
                    (CONFIRMED, icon("return", "size-6")),
                    (ANNOUNCED, icon("clock", "size-6")),
                    icon("alert", "size-6"),
                ),
                class_name=choose(page.kind, _MARK_CLASS),
            ),
            words,
            number=page.number,
            order_href=page.order_href,
            title=page.title,
            arrivals=RefuseState.arrivals.to_string(),
        ),
        rx.el.p(page.text, class_name="quiet mt-2"),
        rx.el.div(
            rx.el.img(
                src=page.picture, alt="", width="44", height="44", class_name="size-11 rounded-lg"
            ),
            rx.el.p(
                rx.el.span(page.goods, class_name="line-clamp-2 text-sm font-medium"),
                rx.el.span(page.seller, class_name="quiet block text-[13px]"),
                class_name="min-w-0",
            ),
            class_name="mt-3 flex items-center gap-3",
        ),
        custom_attrs={"aria-live": "polite"},
    )


def _offer(page: ObjectVar[RefuseView], words: PageWords) -> rx.Component:
    """Draw what is better first, then what refusing does, then the decision."""
    return rx.el.div(
        _steps(
            page,
            title=words.t("refuse.better.title"),
            text=words.t("refuse.better.text"),
        ),
        rx.el.section(
            rx.el.div(
                rx.el.h2(words.t("refuse.effects.title"), class_name=f"{H2} flex-[1_1_9rem]"),
                rx.el.span(
                    words.t("refuse.last_resort"), class_name="badge-text tint tint-warning"
                ),
                class_name="flex flex-wrap items-center gap-2",
            ),
            effects(page, words),
            ledger(page, words),
            class_name=PANEL,
            custom_attrs={"aria-busy": rx.cond(RefuseState.is_pricing, "true", "false")},
        ),
        confirmation(page, words, button_class=DANGER),
        class_name="pile",
    )


def _announced(page: ObjectVar[RefuseView], words: PageWords) -> rx.Component:
    """Draw what to do at the door, what follows, and the way back."""
    return rx.el.div(
        rx.el.section(
            rx.el.h2(words.t("refuse.door.title"), class_name=H2),
            rx.el.ol(
                rx.foreach(
                    page.door,
                    lambda line, at: rx.el.li(
                        rx.el.span(
                            at + 1,
                            class_name="tint tint-info grid size-7 shrink-0 place-items-center rounded-full text-sm font-semibold",
                            custom_attrs={"aria-hidden": "true"},
                        ),
                        rx.el.span(line, class_name="pt-0.5"),
                        class_name="flex gap-3",
                    ),
                ),
                class_name="mt-3 space-y-3",
            ),
            rx.foreach(
                page.tracking,
                lambda text: rx.el.p(text, class_name="tabular-nums quiet mt-3 text-sm"),
            ),
            class_name=PANEL,
        ),
        rx.el.section(
            rx.el.h2(words.t("refuse.then.title"), class_name=H2),
            rx.el.ul(
                rx.foreach(page.then, rx.el.li),
                class_name="mt-2 list-disc space-y-2 ps-5 text-sm",
            ),
            rx.el.div(effects(page, words), class_name="mt-4 border-t hair pt-3"),
            class_name=PANEL,
        ),
        rx.el.section(
            rx.el.p(words.t("refuse.withdraw.text"), class_name="text-sm"),
            rx.el.button(
                rx.cond(
                    RefuseState.is_withdrawing,
                    words.t("refuse.withdrawing"),
                    words.t("refuse.withdraw"),
                ),
                type="button",
                on_click=RefuseState.withdraw,
                class_name=f"{PRIMARY} mt-3 w-full",
                custom_attrs={
                    "aria-disabled": rx.cond(RefuseState.is_withdrawing, "true", "false")
                },
            ),
            class_name=PANEL,
        ),
        class_name="pile",
    )


def _confirmed(page: ObjectVar[RefuseView], words: PageWords) -> rx.Component:
    """Draw the money that comes back and the note that was left."""
    return rx.el.div(
        rx.el.section(
            rx.el.h2(words.t("refuse.refund.title"), class_name=H2),
            rx.cond(
                page.refunds.length() > 0,
                refund_rows(views_in(page.refunds, RefundView)),
                rx.el.p(page.refund_text, class_name="quiet mt-1 text-sm"),
            ),
            class_name=PANEL,
        ),
        rx.el.section(
            rx.el.h2(words.t("refuse.note.title"), class_name=H2),
            rx.el.p(page.note_text, class_name="mt-1 text-sm"),
            rx.el.a(
                words.t("refuse.ledger.open"),
                href=page.standing_href,
                class_name=f"{QUIET} mt-3 w-full",
            ),
            class_name=PANEL,
        ),
        _steps(page, title=words.t("refuse.steps.title")),
        class_name="pile",
    )


def _steps(
    page: ObjectVar[RefuseView],
    *,
    title: rx.Var[str],
    text: rx.Var[str] | None = None,
) -> rx.Component:
    """Draw what else can be done, the best as the button; nothing where there is nothing."""
    return rx.cond(
        page.first_step.length() > 0,
        rx.el.section(
            rx.el.h2(title, class_name=H2),
            rx.el.p(text, class_name="quiet mt-1 mb-3 text-sm")
            if text is not None
            else rx.el.div(class_name="mb-3"),
            rx.foreach(page.first_step, lambda step: first_step(step, EVENTS)),
            rx.cond(
                page.more_steps.length() > 0,
                rx.el.div(
                    more_steps(views_in(page.more_steps, StepView), EVENTS),
                    class_name="mt-3",
                ),
                rx.fragment(),
            ),
            class_name=PANEL,
        ),
        rx.fragment(),
    )


def _failed(words: PageWords) -> rx.Component:
    return rx.fragment(
        rx.el.h1(words.t("refuse.title"), class_name="visually-hidden"),
        failed_panel(words, RefuseState.again, RefuseState.refresh, order_id=RefuseState.order_key),
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, refuse_page, routes.REFUSE, title="refuse.title", on_load=RefuseState.load
    )
