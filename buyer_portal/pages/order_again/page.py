"""Change here how the page looks that places a new order, filled in with an old one."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.address_form import address_fields
from buyer_portal.components.choose import draw_one, view_in, views_in
from buyer_portal.components.command_status import command_status
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.form_errors import error_summary
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.refresher import refresher
from buyer_portal.components.shop_form import command_attributes, shop_done, shop_missing
from buyer_portal.components.shopping import (
    charge_rows,
    coupon_choice,
    offer_rows,
    radio_row,
    select_of,
)
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PRIMARY, QUIET
from buyer_portal.pages.order_again.state import AgainState
from buyer_portal.views.address_form import AddressFormView
from buyer_portal.views.order_again import (
    AgainPageView,
    BasketLineView,
    MethodView,
    PlacedView,
)
from buyer_portal.views.phase import Phase
from buyer_portal.views.shopping import ChargeView, CouponView, OfferView, OptionView


def order_again_page(words: PageWords) -> rx.Component:
    """Draw the new order to change and place, or the one that was placed."""
    return page_shell(
        refresher(AgainState.refresh),
        draw_one(
            AgainState.shown_phase,
            (
                Phase.READY,
                rx.cond(
                    AgainState.placed,
                    _placed(AgainState.placed, words),
                    rx.cond(AgainState.page, _ready(words), _bones(words)),
                ),
            ),
            (Phase.MISSING, shop_missing(words)),
            (
                Phase.FAILED,
                failed_panel(
                    words, AgainState.again, AgainState.load, order_id=AgainState.order_key
                ),
            ),
            _bones(words),
        ),
        words=words,
        title=words.t("again.title"),
        nav=Nav.ORDERS,
        back=rx.cond(AgainState.page, AgainState.page.order_href, words.href(routes.ORDERS)),
        attributes={"data-phase": AgainState.shown_phase},
    )


def _ready(words: PageWords) -> rx.Component:
    page = AgainState.page
    return rx.cond(page.closed != "", _closed(page, words), _form(page, words))


def _form(page: ObjectVar[AgainPageView], words: PageWords) -> rx.Component:
    return rx.el.form(
        rx.el.p(page.intro, class_name="quiet text-sm"),
        error_summary(AgainState.errors, words, answer=AgainState.answer.to_string()),
        rx.el.div(
            rx.el.div(
                _goods(page, words),
                rx.cond(page.offers.length() > 0, _more(page, words), rx.fragment()),
                class_name="pile",
            ),
            rx.el.div(
                rx.el.section(
                    rx.el.h2(words.t("again.address"), class_name=f"{H2} mb-3"),
                    address_fields(
                        view_in(page.address, AddressFormView),
                        words,
                        AgainState.errors,
                        on_use=AgainState.use_address,
                    ),
                    class_name="panel p-5",
                ),
                rx.cond(page.coupons.length() > 0, _coupons(page, words), rx.fragment()),
                _methods(page, words),
                _price(page, words),
                class_name="pile",
            ),
            class_name="detail-columns",
        ),
        on_submit=AgainState.send,
        reset_on_submit=False,
        class_name="pile",
        key=page.order_id,
        custom_attrs=command_attributes(
            "again",
            answer=AgainState.answer,
            outcome=AgainState.outcome,
            portal_now_ms=page.portal_now_ms,
        ),
    )


def _goods(page: ObjectVar[AgainPageView], words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.h2(words.t("again.goods"), class_name=H2),
        rx.cond(
            page.left_out != "",
            rx.el.p(page.left_out, class_name="tint tint-warning mt-3 rounded-xl p-3 text-sm"),
            rx.fragment(),
        ),
        rx.cond(
            page.lines.length() > 0,
            rx.el.ul(
                rx.foreach(views_in(page.lines, BasketLineView), lambda line: _line(line, words)),
                class_name="rows mt-1",
            ),
            rx.el.p(words.t("again.goods.none"), class_name="quiet mt-2 text-sm"),
        ),
        class_name="panel p-5",
    )


def _line(line: ObjectVar[BasketLineView], words: PageWords) -> rx.Component:
    return rx.el.li(
        rx.el.img(
            src=line.picture, alt="", width="56", height="56", class_name="size-14 rounded-lg"
        ),
        rx.el.div(
            rx.el.p(line.name, class_name="line-clamp-2 text-sm font-medium"),
            rx.el.div(
                select_of(
                    views_in(line.variants, OptionView),
                    chosen=line.chosen,
                    label=line.variant_label,
                    on_change=lambda variant: AgainState.choose_variant(line.place, variant),
                    class_name="min-w-0 flex-1 basis-52",
                ),
                rx.el.select(
                    rx.foreach(line.quantities, lambda count: rx.el.option(count, value=count)),
                    value=line.quantity,
                    on_change=lambda count: AgainState.choose_quantity(line.place, count),
                    class_name="select w-20",
                    custom_attrs={"aria-label": line.quantity_label},
                ),
                class_name="mt-2 flex flex-wrap gap-2",
            ),
            rx.el.button(
                words.t("changing.remove"),
                type="button",
                on_click=AgainState.remove(line.place),
                class_name="text-link mt-1 min-h-11 min-w-11 text-start text-sm",
                custom_attrs={"aria-label": line.remove_label},
            ),
            class_name="min-w-0 flex-1",
        ),
        class_name="flex items-start gap-3 py-3",
        key=line.place,
    )


def _more(page: ObjectVar[AgainPageView], words: PageWords) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            rx.el.span(page.more_title, class_name="flex-1 font-semibold"),
            icon("down", "size-5 quiet how-mark"),
            class_name="row-link",
        ),
        offer_rows(views_in(page.offers, OfferView), words, on_press=AgainState.add),
        class_name="panel how px-5",
    )


def _coupons(page: ObjectVar[AgainPageView], words: PageWords) -> rx.Component:
    return rx.el.section(
        coupon_choice(
            views_in(page.coupons, CouponView),
            words,
            legend=words.t("again.coupon"),
            on_change=AgainState.choose_coupon,
        ),
        class_name="panel p-5",
    )


def _methods(page: ObjectVar[AgainPageView], words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.fieldset(
            rx.el.legend(words.t("again.payment"), class_name="mb-1 font-semibold"),
            rx.el.div(
                rx.foreach(
                    views_in(page.methods, MethodView),
                    lambda method: radio_row(
                        "method",
                        method.value,
                        method.text,
                        "",
                        is_chosen=method.is_chosen,
                        on_change=AgainState.choose_method,
                    ),
                ),
                class_name="rows",
            ),
        ),
        rx.el.p(page.method_note, class_name="quiet mt-2 text-[13px] empty:hidden"),
        class_name="panel p-5",
    )


def _price(page: ObjectVar[AgainPageView], words: PageWords) -> rx.Component:
    price = AgainState.price
    return rx.el.section(
        rx.cond(
            price,
            charge_rows(
                views_in(price.rows, ChargeView),
                total=words.t("again.total"),
                amount=price.total_text,
            ),
            rx.fragment(),
        ),
        rx.el.p(
            rx.cond(
                AgainState.is_pricing,
                words.t("changing.price.updating"),
                rx.cond(price, price.problem, ""),
            ),
            class_name="mt-2 text-sm font-medium empty:hidden",
            custom_attrs={"role": "status"},
        ),
        rx.el.p(
            words.t("again.terms"),
            " ",
            rx.el.a(words.t("again.terms.link"), href=page.policy_href, class_name="text-link"),
            class_name="quiet mt-3 text-[13px]",
        ),
        rx.el.input(type="hidden", name="sent_at", custom_attrs={"data-sent-at": ""}),
        command_status(words),
        rx.el.button(
            rx.cond(price, price.place_text, words.t("again.place.plain")),
            type="submit",
            class_name=f"{PRIMARY} mt-4 w-full",
            custom_attrs={"aria-disabled": rx.cond(AgainState.can_place, "false", "true")},
        ),
        rx.el.a(words.t("again.back"), href=page.order_href, class_name=f"{QUIET} mt-3 w-full"),
        class_name="panel p-5",
        custom_attrs={"aria-busy": rx.cond(AgainState.is_pricing, "true", "false")},
    )


def _placed(placed: ObjectVar[PlacedView], words: PageWords) -> rx.Component:
    return rx.el.section(
        shop_done(placed.title, placed.text, done_id=placed.id),
        rx.el.a(words.t("again.done.see"), href=placed.href, class_name=f"{PRIMARY} mt-6 w-full"),
        rx.el.a(
            words.t("again.done.more"),
            href=words.href(routes.ORDERS),
            class_name=f"{QUIET} mt-3 w-full",
        ),
        class_name="panel mx-auto max-w-xl p-5 pt-7",
        custom_attrs={"data-result": "placed", "data-forget": "again:"},
    )


def _closed(page: ObjectVar[AgainPageView], words: PageWords) -> rx.Component:
    return trouble(
        words.t("again.closed.title"),
        page.closed,
        rx.el.a(words.t("again.standing"), href=page.standing_href, class_name=PRIMARY),
        rx.el.a(words.t("again.back"), href=page.order_href, class_name=QUIET),
        symbol="lock",
        tone="tint-warning",
    )


def _bones(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        rx.el.div(class_name="bone h-6 w-2/3"),
        rx.el.div(class_name="bone h-40"),
        rx.el.div(class_name="bone h-56"),
        rx.el.div(class_name="bone h-24"),
        class_name="pile",
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, order_again_page, routes.AGAIN, title="again.title", on_load=AgainState.load
    )
