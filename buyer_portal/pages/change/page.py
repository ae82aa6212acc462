"""Change here how the page looks that changes an order instead of cancelling it."""

from collections.abc import Callable

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.address_form import address_fields
from buyer_portal.components.cancel_dialog import CANCEL_DIALOG, cancel_dialog
from buyer_portal.components.choose import draw_one, view_in, views_in
from buyer_portal.components.command_status import command_status
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.form_errors import error_summary
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.opening import opens
from buyer_portal.components.refresher import refresher
from buyer_portal.components.shop_form import command_attributes, shop_done, shop_missing
from buyer_portal.components.shopping import coupon_choice, offer_rows, radio_row, select_of
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PRIMARY, QUIET
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.pages.change.state import ChangeState
from buyer_portal.views.address_form import AddressFormView
from buyer_portal.views.changing import (
    ChangeDoneView,
    ChangeLineView,
    ChangePageView,
    KindTabView,
)
from buyer_portal.views.phase import Phase
from buyer_portal.views.shopping import CouponView, OfferView, OptionView


def change_page(words: PageWords) -> rx.Component:
    """Draw the form of one thing that can be different, what it costs, and how it ended."""
    return page_shell(
        refresher(ChangeState.refresh),
        draw_one(
            ChangeState.shown_phase,
            (
                Phase.READY,
                rx.cond(
                    ChangeState.done,
                    _done(ChangeState.done, words),
                    rx.cond(ChangeState.page, _ready(words), _bones(words)),
                ),
            ),
            (Phase.MISSING, shop_missing(words)),
            (
                Phase.FAILED,
                failed_panel(
                    words, ChangeState.again, ChangeState.load, order_id=ChangeState.order_key
                ),
            ),
            _bones(words),
        ),
        cancel_dialog(words),
        words=words,
        title=words.t("changing.title"),
        nav=Nav.ORDERS,
        back=rx.cond(ChangeState.page, ChangeState.page.order_href, words.href(routes.ORDERS)),
        width="max-w-2xl",
        attributes={"data-phase": ChangeState.shown_phase},
    )


def _ready(words: PageWords) -> rx.Component:
    page = ChangeState.page
    return rx.el.div(
        rx.el.p(page.of_text, class_name="quiet text-sm"),
        _tabs(page, words),
        rx.cond(page.closed != "", _closed(page, words), _form(page, words)),
        class_name="pile",
    )


def _tabs(page: ObjectVar[ChangePageView], words: PageWords) -> rx.Component:
    return rx.el.nav(
        rx.el.ul(
            rx.foreach(
                views_in(page.tabs, KindTabView),
                lambda tab: rx.el.li(
                    rx.el.a(
                        tab.text,
                        rx.cond(tab.is_closed, icon("lock", "size-4 ms-1"), rx.fragment()),
                        href=tab.href,
                        class_name=rx.cond(
                            tab.is_current,
                            "btn btn-sm btn-primary min-h-11 whitespace-nowrap",
                            "btn btn-sm btn-outline hair min-h-11 whitespace-nowrap",
                        ),
                        custom_attrs={
                            "aria-label": tab.label,
                            "aria-current": rx.cond(tab.is_current, "page", "false"),
                        },
                    ),
                    key=tab.kind,
                ),
            ),
            class_name="flex flex-wrap gap-2",
        ),
        custom_attrs={"aria-label": words.t("changing.tabs")},
    )


def _form(page: ObjectVar[ChangePageView], words: PageWords) -> rx.Component:
    return rx.el.form(
        error_summary(ChangeState.errors, words, answer=ChangeState.answer.to_string()),
        rx.el.section(
            rx.el.h2(page.heading, class_name=f"{H2} mb-3"),
            draw_one(
                page.kind,
                (
                    ChangeKind.ADDRESS.value,
                    address_fields(
                        view_in(page.address, AddressFormView),
                        words,
                        ChangeState.errors,
                        on_use=ChangeState.use_address,
                    ),
                ),
                (ChangeKind.VARIANT.value, _lines(page, _variant)),
                (ChangeKind.QUANTITY.value, _lines(page, _quantity)),
                (
                    ChangeKind.COUPON.value,
                    coupon_choice(
                        views_in(page.coupons, CouponView),
                        words,
                        legend=page.heading,
                        on_change=ChangeState.choose_coupon,
                        is_legend_hidden=True,
                    ),
                ),
                (
                    ChangeKind.ITEMS.value,
                    offer_rows(views_in(page.offers, OfferView), words, on_press=ChangeState.add),
                ),
                _payment(page, words),
            ),
            class_name="panel p-5",
        ),
        _price(words),
        rx.el.input(type="hidden", name="sent_at", custom_attrs={"data-sent-at": ""}),
        command_status(words),
        rx.el.div(
            rx.el.a(words.t("changing.keep"), href=page.order_href, class_name=f"{QUIET} flex-1"),
            rx.el.button(
                words.t("changing.save"),
                type="submit",
                class_name=f"{PRIMARY} flex-1",
                custom_attrs={"aria-disabled": rx.cond(ChangeState.can_save, "false", "true")},
            ),
            class_name="flex flex-wrap gap-3",
        ),
        on_submit=ChangeState.send,
        reset_on_submit=False,
        class_name="pile",
        key=page.kind,
        custom_attrs=command_attributes(
            "change",
            answer=ChangeState.answer,
            outcome=ChangeState.outcome,
            portal_now_ms=page.portal_now_ms,
        ),
    )


def _lines(
    page: ObjectVar[ChangePageView], choice: Callable[[ObjectVar[ChangeLineView]], rx.Component]
) -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            views_in(page.lines, ChangeLineView),
            lambda line: rx.el.li(
                rx.el.img(
                    src=line.picture,
                    alt="",
                    width="56",
                    height="56",
                    class_name="size-14 rounded-lg",
                ),
                rx.el.div(
                    rx.el.p(line.name, class_name="line-clamp-2 text-sm font-medium"),
                    rx.el.p(line.variant, class_name="quiet text-[13px]"),
                    choice(line),
                    class_name="min-w-0 flex-1",
                ),
                class_name="flex items-start gap-3 py-3",
                key=line.id,
            ),
        ),
        class_name="rows",
    )


def _variant(line: ObjectVar[ChangeLineView]) -> rx.Component:
    return rx.cond(
        line.variants.length() > 1,
        select_of(
            views_in(line.variants, OptionView),
            chosen=line.chosen,
            label=line.variant_label,
            on_change=lambda variant: ChangeState.choose_variant(line.id, variant),
            class_name="mt-2 w-full",
        ),
        rx.fragment(),
    )


def _quantity(line: ObjectVar[ChangeLineView]) -> rx.Component:
    return rx.el.select(
        rx.foreach(line.quantities, lambda count: rx.el.option(count, value=count)),
        value=line.quantity,
        on_change=lambda count: ChangeState.choose_quantity(line.id, count),
        class_name="select mt-2 w-24",
        custom_attrs={"aria-label": line.quantity_label},
    )


def _payment(page: ObjectVar[ChangePageView], words: PageWords) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(page.heading, class_name="visually-hidden"),
        rx.el.div(
            radio_row(
                "payment",
                "keep",
                words.t("changing.payment.keep"),
                "",
                is_chosen=~page.is_cash,
                on_change=ChangeState.choose_cash,
            ),
            radio_row(
                "payment",
                "cash",
                page.cash_text,
                "",
                is_chosen=page.is_cash,
                on_change=ChangeState.choose_cash,
            ),
            class_name="rows",
        ),
    )


def _price(words: PageWords) -> rx.Component:
    price = ChangeState.price
    return rx.cond(
        price,
        rx.el.section(
            rx.el.h2(words.t("changing.price"), class_name="font-semibold"),
            rx.el.dl(
                rx.el.div(
                    rx.el.dt(words.t("changing.price.before"), class_name="quiet"),
                    rx.el.dd(price.before_text),
                    class_name="flex justify-between gap-4 py-1 text-sm",
                ),
                rx.el.div(
                    rx.el.dt(words.t("changing.price.after")),
                    rx.el.dd(price.after_text),
                    class_name="flex justify-between gap-4 py-1 font-semibold",
                ),
                class_name="mt-2",
            ),
            rx.el.div(
                rx.cond(
                    ChangeState.is_pricing,
                    rx.el.p(words.t("changing.price.updating"), class_name="quiet text-sm"),
                    rx.fragment(
                        rx.el.ul(
                            rx.foreach(price.money, rx.el.li),
                            class_name="space-y-1 text-sm empty:hidden",
                        ),
                        rx.el.p(
                            price.problem,
                            class_name="text-error text-sm font-medium empty:hidden",
                        ),
                    ),
                ),
                class_name="mt-2",
                custom_attrs={"role": "status"},
            ),
            rx.cond(price.is_dearer, _cancel_then_again(words), rx.fragment()),
            class_name="panel p-5",
            custom_attrs={"aria-busy": rx.cond(ChangeState.is_pricing, "true", "false")},
        ),
        rx.fragment(),
    )


def _closed(page: ObjectVar[ChangePageView], words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.h2(words.t("changing.closed.title"), class_name=H2),
        rx.el.p(
            rx.cond(
                ChangeState.can_cancel,
                words.t("changing.closed.text", why=page.closed),
                page.closed,
            ),
            class_name="mt-1",
        ),
        _cancel_then_again(words),
        rx.el.a(
            words.t("changing.to_order"), href=page.order_href, class_name=f"{QUIET} mt-3 w-full"
        ),
        class_name="panel p-5",
        custom_attrs={"data-closed": page.kind},
    )


def _cancel_then_again(words: PageWords) -> rx.Component:
    return rx.cond(
        ChangeState.can_cancel,
        rx.el.button(
            words.t("changing.cancel_then_again"),
            type="button",
            class_name=f"{PRIMARY} mt-4 w-full",
            custom_attrs=opens(CANCEL_DIALOG),
        ),
        rx.fragment(),
    )


def _done(done: ObjectVar[ChangeDoneView], words: PageWords) -> rx.Component:
    return rx.el.section(
        shop_done(
            done.title,
            done.text,
            rx.el.p(
                words.t("changing.done.reference"),
                " ",
                rx.el.span(done.reference, class_name="font-semibold text-base-content"),
                class_name="quiet mt-2 text-sm",
            ),
            done_id=done.id,
        ),
        rx.el.ul(
            rx.foreach(done.lines, rx.el.li),
            class_name="mt-5 space-y-1 border-t hair pt-4 text-sm",
        ),
        rx.el.ul(
            rx.foreach(done.money, rx.el.li),
            class_name="quiet mt-3 space-y-1 text-sm",
        ),
        rx.el.a(
            words.t("changing.done.see"), href=done.order_href, class_name=f"{PRIMARY} mt-5 w-full"
        ),
        class_name="panel p-5 pt-7",
        custom_attrs={"data-result": "changed", "data-forget": "change:"},
    )


def _bones(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        *(rx.el.div(class_name=f"bone h-6 {width}") for width in ("w-2/3", "w-full")),
        rx.el.div(class_name="bone h-56"),
        rx.el.div(class_name="bone h-24"),
        class_name="pile",
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, change_page, routes.CHANGE, title="changing.title", on_load=ChangeState.load
    )
