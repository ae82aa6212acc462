"""Change here what the help prints: questions, general answers, and what holds for each order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.guidance.help import TOPICS, HelpGroup, HelpTopic
from buyer_portal.guidance.help_search import phrases_in, rank
from buyer_portal.guidance.help_values import (
    Amount,
    Day,
    HelpFacts,
    HelpLine,
    HelpParameter,
    HelpTarget,
    Word,
)
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_contract.orders import OrderDetail, OrderSummary
from buyer_portal.views.printing import Printer
from buyer_portal.views.ticket_links import new_ticket_href
from buyer_portal.views.why import situation_of

MOST_ORDERS: Final = 8
"""How many orders the help looks at: each is one question to the service."""
MOST_LINES: Final = 4
"""How many orders an answer names."""

ADDRESS_OF_ORDER: Final = {
    HelpTarget.ORDER: routes.ORDER,
    HelpTarget.CHANGE: routes.CHANGE,
    HelpTarget.REFUND: routes.REFUND,
    HelpTarget.CONVERSATION: routes.CONVERSATION,
    HelpTarget.REFUSE: routes.REFUSE,
    HelpTarget.AGAIN: routes.AGAIN,
}
ADDRESS: Final = {
    HelpTarget.STANDING: routes.STANDING,
    HelpTarget.UPDATE: routes.UPDATE,
    HelpTarget.ORDERS: routes.ORDERS,
    HelpTarget.SETTINGS: routes.SETTINGS,
    HelpTarget.SUPPORT: routes.SUPPORT_NEW,
}
_OVER: Final = frozenset({OrderStatus.CANCELLED, OrderStatus.COMPLETED})


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLineView:
    """What holds for one order, and where to go on."""

    order: str
    text: str
    more: str
    href: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpTopicView:
    """A question with its answers. ``note`` is about the buyer, not an order, or empty."""

    key: str
    question: str
    answer: str
    note: str
    href: str
    action: str
    is_open: bool
    is_asked: bool
    """The address asks for it: it takes the focus."""
    lines: list[HelpLineView] = field(default_factory=list[HelpLineView])


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpGroupView:
    """Questions under a heading."""

    key: str
    title: str
    topics: list[HelpTopicView]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who asks: what the portal knows besides their orders. ``strikes`` None: nobody is known."""

    strikes: int | None = None
    is_outdated: bool = False


def chosen_orders(orders: Sequence[OrderSummary], wanted: str = "") -> tuple[str, ...]:
    """Return the ids of the orders to look at: the one asked about, then what can still move.

    Args:
        wanted: The order that the buyer came from; empty for none.
    """
    live = [order.id for order in orders if order.status not in _OVER]
    paid_back = [order.id for order in orders if order.status in _OVER and order.refund_minor]
    rest = [order.id for order in orders]
    first = [wanted] if wanted in rest else []
    return tuple(dict.fromkeys([*first, *live, *paid_back, *rest]))[:MOST_ORDERS]


def topic_keys_for(query: str) -> tuple[str, ...]:
    """Return the questions that a buyer's words mean, in whatever language, the best first."""
    return rank(query, _phrases())


def help_groups(
    details: Sequence[OrderDetail], reader: Reader, printer: Printer, *, opened: str = ""
) -> list[HelpGroupView]:
    """Return every question by its group."""
    return [
        HelpGroupView(
            key=group.value,
            title=printer.say(f"help.group.{group}"),
            topics=[
                topic_view(
                    topic,
                    details,
                    reader,
                    printer,
                    is_open=topic.key == opened,
                    is_asked=topic.key == opened,
                )
                for topic in TOPICS
                if topic.group is group
            ],
        )
        for group in HelpGroup
    ]


def help_results(
    keys: Iterable[str], details: Sequence[OrderDetail], reader: Reader, printer: Printer
) -> list[HelpGroupView]:
    """Return the questions that were found under one heading, the best one open."""
    by_key = {topic.key: topic for topic in TOPICS}
    found = [
        topic_view(by_key[key], details, reader, printer, is_open=place == 0)
        for place, key in enumerate(keys)
    ]
    return [HelpGroupView(key="found", title=printer.say("help.results"), topics=found)]


def topic_view(
    topic: HelpTopic,
    details: Sequence[OrderDetail],
    reader: Reader,
    printer: Printer,
    *,
    is_open: bool,
    is_asked: bool = False,
) -> HelpTopicView:
    """Print a question, its general answer, and what holds for each order."""
    target = topic.target
    return HelpTopicView(
        key=topic.key,
        question=printer.say(f"help.{topic.key}.question"),
        answer=printer.say(f"help.{topic.key}.answer"),
        note=_note(topic, reader, printer),
        href=printer.href(ADDRESS[target]) if target else "",
        action=printer.say(f"help.target.{target}") if target else "",
        is_open=is_open,
        is_asked=is_asked,
        lines=_lines(topic, details, printer),
    )


def facts_of(detail: OrderDetail) -> HelpFacts:
    """Return what the help may look at of an order as just read."""
    refunds = tuple(
        refund for cancellation in detail.cancellations for refund in cancellation.refunds
    )
    return HelpFacts(situation=situation_of(detail), refunds=refunds)


def line_text(key: str, line: HelpLine, printer: Printer) -> str:
    """Return one of a line's messages with its parameters as the reader prints them."""
    said = {name: _printed(value, printer) for name, value in line.parameters.items()}
    return printer.say(key, **said)


def _lines(
    topic: HelpTopic, details: Sequence[OrderDetail], printer: Printer
) -> list[HelpLineView]:
    views: list[HelpLineView] = []
    for detail in details:
        views.extend(_line_view(line, detail, printer) for line in topic.answers(facts_of(detail)))
    # Several orders of one seller have one page of rules.
    return list({(view.href, view.text): view for view in views}.values())[:MOST_LINES]


def _line_view(line: HelpLine, detail: OrderDetail, printer: Printer) -> HelpLineView:
    return HelpLineView(
        order=printer.say(
            "help.order",
            goods=detail.order.lines[0].product_name,
            seller=detail.seller.name,
            number=detail.order.number,
        ),
        text=line_text(line.key, line, printer),
        more=line_text(line.more_key, line, printer) if line.more_key else "",
        href=_href(line.target, detail, printer),
        action=printer.say(f"help.target.{line.target}"),
    )


def _href(target: HelpTarget, detail: OrderDetail, printer: Printer) -> str:
    if target in ADDRESS_OF_ORDER:
        return printer.href(ADDRESS_OF_ORDER[target], order_id=detail.order.id)
    if target is HelpTarget.POLICY:
        return printer.href(routes.SELLER_POLICY, seller_id=detail.seller.id)
    if target is HelpTarget.APPEAL:
        return new_ticket_href(printer.locale, detail.order.id, "appeal")
    return printer.href(ADDRESS[target])


def _note(topic: HelpTopic, reader: Reader, printer: Printer) -> str:
    if topic.target is HelpTarget.STANDING and reader.strikes is not None:
        if not reader.strikes:
            return printer.say("help.line.no_strikes")
        return printer.count("help.line.strikes", reader.strikes)
    if topic.target is HelpTarget.UPDATE:
        return printer.say("help.line.outdated" if reader.is_outdated else "help.line.current")
    return ""


def _printed(value: HelpParameter, printer: Printer) -> str:
    if isinstance(value, Amount):
        return printer.money(value.minor, value.currency)
    if isinstance(value, Day):
        return printer.day(value.at)
    if isinstance(value, Word):
        return printer.say(value.key)
    if isinstance(value, str):
        return printer.reason(value)
    if isinstance(value, int):
        return str(value)
    return printer.moment(value)


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    """Return what buyers call each question, in every language: they mix them."""
    every = [words_of(locale) for locale in routes.LOCALES]
    return {
        topic.key: phrases_in(
            words(f"help.{topic.key}.{part}") for words in every for part in ("question", "words")
        )
        for topic in TOPICS
    }
