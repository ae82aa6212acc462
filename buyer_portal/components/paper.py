"""Change here how a sheet of paper looks, on the screen and when it is printed."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.calendar_link import calendar_link
from buyer_portal.components.choose import views_in
from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import PRIMARY
from buyer_portal.views.paper import DateView, FactView, GoodsView, MoneyView, PaperView, SumView


def paper(sheet: ObjectVar[PaperView], words: PageWords) -> rx.Component:
    """Draw a sheet: who, what, how much, and by which way."""
    return rx.el.article(
        rx.el.header(
            rx.el.p(sheet.issuer, class_name="paper-issuer"),
            rx.el.h1(sheet.title, class_name="paper-title"),
            rx.el.p(sheet.lead, class_name="quiet mt-1 empty:hidden"),
        ),
        _facts(views_in(sheet.facts, FactView), "paper-facts"),
        _facts(views_in(sheet.parties, FactView), "paper-facts paper-parties"),
        rx.cond(sheet.quote != "", _quote(sheet), rx.fragment()),
        rx.cond(sheet.goods.length() > 0, _goods(sheet, words), rx.fragment()),
        rx.el.dl(
            rx.foreach(views_in(sheet.sums, SumView), _sum), class_name="paper-sums empty:hidden"
        ),
        _money(sheet.money_title, views_in(sheet.money, MoneyView), "money"),
        _money(sheet.back_title, views_in(sheet.back, MoneyView), "back"),
        rx.cond(
            sheet.dates.length() > 0,
            rx.el.section(
                rx.el.h2(sheet.dates_title),
                rx.el.dl(
                    rx.foreach(views_in(sheet.dates, DateView), lambda date: _date(date, words)),
                    class_name="paper-facts",
                ),
                class_name="paper-part",
            ),
            rx.fragment(),
        ),
        rx.el.footer(
            rx.foreach(sheet.foot, rx.el.p),
            class_name="paper-foot empty:hidden",
        ),
        class_name="paper",
        custom_attrs={"data-paper": sheet.kind},
    )


def _print_button(words: PageWords) -> rx.Component:
    """Draw what prints the page, or keeps it as a PDF; portal.js does it."""
    return rx.el.button(
        icon("print", "size-5"),
        words.t("paper.print"),
        type="button",
        class_name=PRIMARY,
        custom_attrs={"data-print": ""},
    )


def paper_actions(words: PageWords, *others: rx.Component) -> rx.Component:
    """Draw what can be done with a sheet: print it, and ``others``; two in a row on a phone."""
    return rx.el.div(_print_button(words), *others, class_name="paper-actions no-print")


def _facts(facts: ArrayVar[list[FactView]], class_name: str) -> rx.Component:
    return rx.el.dl(
        rx.foreach(
            facts,
            lambda fact: rx.el.div(
                rx.el.dt(fact.name), rx.el.dd(fact.text, custom_attrs={"dir": "auto"})
            ),
        ),
        class_name=f"{class_name} empty:hidden",
    )


def _date(date: ObjectVar[DateView], words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.dt(date.name),
        rx.el.dd(
            date.text,
            rx.cond(
                date.calendar_href != "",
                rx.el.span(calendar_link(date.calendar_href, words), class_name="block"),
                rx.fragment(),
            ),
        ),
    )


def _quote(sheet: ObjectVar[PaperView]) -> rx.Component:
    return rx.el.figure(
        rx.el.blockquote(sheet.quote, custom_attrs={"dir": "auto"}),
        rx.el.figcaption(sheet.quote_note, class_name="quiet"),
        class_name="paper-quote",
    )


def _goods(sheet: ObjectVar[PaperView], words: PageWords) -> rx.Component:
    return rx.el.table(
        rx.el.caption(sheet.goods_title),
        rx.el.thead(
            rx.el.tr(
                rx.el.th(words.t("paper.goods"), scope="col"),
                rx.el.th(words.t("paper.pieces"), scope="col", class_name="money"),
                rx.el.th(words.t("paper.price"), scope="col", class_name="money paper-price"),
                rx.el.th(words.t("paper.amount"), scope="col", class_name="money"),
            )
        ),
        rx.el.tbody(rx.foreach(views_in(sheet.goods, GoodsView), _line)),
        class_name="paper-goods",
    )


def _line(goods: ObjectVar[GoodsView]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            goods.name,
            rx.el.span(goods.note, class_name="quiet block font-normal empty:hidden"),
            scope="row",
        ),
        rx.el.td(goods.quantity, class_name="money"),
        rx.el.td(goods.price_text, class_name="money paper-price"),
        rx.el.td(goods.amount_text, class_name="money"),
    )


def _sum(row: ObjectVar[SumView]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(row.text),
        rx.el.dd(row.amount_text, class_name="money"),
        class_name=rx.cond(row.is_total, "paper-total", ""),
        custom_attrs={"data-sum": row.kind},
    )


def _money(title: rx.Var[str], rows: ArrayVar[list[MoneyView]], kind: str) -> rx.Component:
    return rx.cond(
        rows.length() > 0,
        rx.el.section(
            rx.el.h2(title),
            rx.el.dl(
                rx.foreach(
                    rows,
                    lambda row: rx.el.div(
                        rx.el.dt(
                            row.method,
                            rx.el.span(row.note, class_name="quiet block empty:hidden"),
                        ),
                        rx.el.dd(row.amount_text, class_name="money"),
                    ),
                ),
                class_name="paper-money",
            ),
            class_name="paper-part",
            custom_attrs={"data-part": kind},
        ),
        rx.fragment(),
    )


def paper_bones(words: PageWords, title: rx.Var[str]) -> rx.Component:
    """Draw what stands in place of a sheet that is being read."""
    return rx.el.div(
        rx.el.h1(title, class_name="visually-hidden"),
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        rx.el.div(
            *(
                rx.el.div(class_name=f"bone mt-5 h-5 {width}")
                for width in ("w-1/3", "w-2/3", "w-full", "w-full", "w-1/2", "w-1/3")
            ),
            class_name="panel p-5",
            custom_attrs={"aria-hidden": "true"},
        ),
        class_name="pile",
    )
