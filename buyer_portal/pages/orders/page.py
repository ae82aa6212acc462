"""Change here how the list of orders looks."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.cancel_dialog import cancel_dialog
from buyer_portal.components.choose import draw_one
from buyer_portal.components.failed import failed_panel, stale_banner
from buyer_portal.components.go import go_link
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.order_card import order_card
from buyer_portal.components.post_form import switch_form
from buyer_portal.components.refresher import refresher
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY, QUIET
from buyer_portal.domain.orders import OrderTab
from buyer_portal.pages.orders.state import OrdersState
from buyer_portal.views.phase import Phase


def orders_page(words: PageWords) -> rx.Component:
    """Draw search, tabs with their counts, and the cards."""
    return page_shell(
        refresher(OrdersState.refresh),
        rx.el.p(
            rx.cond(
                OrdersState.is_refreshing, words.t("orders.refreshing"), OrdersState.shown_text
            ),
            class_name="visually-hidden",
            role="status",
        ),
        rx.cond(
            OrdersState.has_failed_late,
            stale_banner(words, OrdersState.stale_text, OrdersState.again, OrdersState.try_again),
            rx.fragment(),
        ),
        draw_one(
            OrdersState.phase,
            (Phase.LOADING, _bones(words)),
            (Phase.FAILED, failed_panel(words, OrdersState.again, OrdersState.try_again)),
            rx.cond(OrdersState.cards.length() > 0, _list(words), _empty(words)),
        ),
        cancel_dialog(
            words,
            order_href=words.href(routes.ORDER, order_id=CancelState.dialog.order_id),
        ),
        words=words,
        title=words.t("orders.title"),
        nav=Nav.ORDERS,
        below_bar=rx.fragment(_search(words), _tabs(words)),
        attributes={"data-phase": OrdersState.phase},
    )


def _search(words: PageWords) -> rx.Component:
    return rx.el.form(
        rx.el.label(
            icon("search", "size-5 quiet"),
            rx.el.span(words.t("orders.search"), class_name="visually-hidden"),
            rx.el.input(
                type="search",
                name="q",
                placeholder=words.t("orders.search.hint"),
                on_change=OrdersState.search.debounce(300),
                max_length=100,
                class_name="min-w-0 flex-1 bg-transparent outline-none",
                custom_attrs={
                    "data-value": OrdersState.query,
                    "enterKeyHint": "search",
                    "autoComplete": "off",
                },
            ),
            class_name="search-field",
        ),
        go_link(OrdersState.search_href),
        on_submit=OrdersState.find,
        reset_on_submit=False,
        class_name="px-4 lg:px-8",
        custom_attrs={"role": "search"},
    )


def _tabs(words: PageWords) -> rx.Component:
    return rx.el.nav(
        rx.el.ul(*(_tab(tab, words) for tab in OrderTab), class_name="tabs-row"),
        custom_attrs={"aria-label": words.t("orders.tabs")},
    )


def _tab(tab: OrderTab, words: PageWords) -> rx.Component:
    address = str(routes.href(routes.ORDERS, words.locale))
    count = OrdersState.counts[tab.value].to(int)
    return rx.el.li(
        rx.el.a(
            words.t(f"orders.tab.{tab.value}"),
            rx.cond(
                count > 0,
                rx.el.span(" ", count.to_string(), class_name="money"),
                rx.fragment(),
            ),
            href=address if tab is OrderTab.ALL else f"{address}?tab={tab.value}",
            class_name="tab-link",
            custom_attrs={"aria-current": rx.cond(OrdersState.tab == tab.value, "page", "false")},
        )
    )


def _list(words: PageWords) -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.foreach(
                OrdersState.cards,
                lambda card: order_card(
                    card=card, on_cancel=CancelState.open_for(card.id), key=card.id
                ),
            ),
            class_name="cards",
            custom_attrs={
                "role": "feed",
                "aria-label": words.t("orders.list"),
                "aria-busy": rx.cond(OrdersState.is_refreshing, "true", "false"),
            },
        ),
        rx.cond(
            OrdersState.has_more,
            rx.el.button(
                rx.cond(
                    OrdersState.is_continuing,
                    words.t("orders.loading_more"),
                    words.t("orders.more"),
                ),
                type="button",
                on_click=OrdersState.show_more,
                class_name=f"{QUIET} mx-auto mt-4 flex w-full max-w-xs",
                custom_attrs={"data-more": ""},
            ),
            rx.el.p(words.t("orders.end"), class_name="quiet py-6 text-center text-sm"),
        ),
    )


def _empty(words: PageWords) -> rx.Component:
    show_all = rx.el.a(
        words.t("orders.empty.all"), href=words.href(routes.ORDERS), class_name=PRIMARY
    )
    return rx.cond(
        OrdersState.query != "",
        trouble(
            words.t("orders.empty.search", query=OrdersState.query),
            words.t("orders.empty.search.text"),
            show_all,
            symbol="search",
        ),
        rx.cond(
            OrdersState.tab == OrderTab.ALL.value,
            trouble(
                words.t("orders.empty.title"),
                words.t("orders.empty.text"),
                rx.el.div(
                    rx.el.p(words.t("orders.empty.account"), class_name="font-medium"),
                    rx.el.p(words.t("orders.empty.account.text"), class_name="quiet mb-3 text-sm"),
                    switch_form(
                        rx.el.button(
                            words.t("orders.empty.switch"), type="submit", class_name=QUIET
                        ),
                        locale=words.locale,
                        next_=words.href(routes.ORDERS),
                    ),
                ),
                symbol="box",
            ),
            trouble(
                words.t("orders.empty.tab", tab=_tab_text(words)),
                words.t("orders.empty.tab.text"),
                show_all,
                symbol="box",
            ),
        ),
    )


def _tab_text(words: PageWords) -> rx.Var[str]:
    return rx.match(  # type: ignore[return-value]  # rx.match of texts is a var
        OrdersState.tab,
        *((tab.value, words.t(f"orders.tab.{tab.value}")) for tab in OrderTab),
        words.t("orders.tab.all"),
    )


def _bones(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden"),
        *(
            rx.el.div(
                rx.el.div(class_name="bone h-4 w-1/3"),
                rx.el.div(
                    rx.el.div(class_name="bone size-16 shrink-0 rounded-xl"),
                    rx.el.div(
                        rx.el.div(class_name="bone h-4 w-5/6"),
                        rx.el.div(class_name="bone mt-2 h-4 w-1/2"),
                        class_name="flex-1",
                    ),
                    class_name="mt-4 flex gap-3",
                ),
                rx.el.div(class_name="bone mt-5 h-9"),
                class_name="panel p-4",
            )
            for _ in range(4)
        ),
        class_name="cards",
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, orders_page, routes.ORDERS, title="orders.title", on_load=OrdersState.load
    )
