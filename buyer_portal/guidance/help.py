"""Change here which questions the help answers, in which order, and which orders each is about.

The words are in ``help.po``: ``help.<key>.question``, ``.answer``, and ``.words``, which are what
buyers type when they look for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from buyer_portal.domain.changes import ChangeKind
from buyer_portal.guidance import help_lines, help_money
from buyer_portal.guidance.help_values import HelpFacts, HelpLine, HelpTarget


class HelpGroup(StrEnum):
    """Questions that belong together, in their order on the page."""

    CANCEL = "cancel"
    SELLER = "seller"
    PARCEL = "parcel"
    CHANGE = "change"
    MONEY = "money"
    RETURN = "return"
    TROUBLE = "trouble"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpTopic:
    """A question. ``answers`` says what holds for one order; nothing where it is not about it.

    ``target`` leads on from the general answer, None where only orders do. ``statements`` are the
    ones of the guides that it answers.
    """

    key: str
    group: HelpGroup
    answers: Callable[[HelpFacts], tuple[HelpLine, ...]] = help_lines.nothing
    target: HelpTarget | None = None
    statements: tuple[str, ...] = ()


_G, _T = HelpGroup, HelpTarget


TOPICS: Final[tuple[HelpTopic, ...]] = (
    HelpTopic(
        key="when_cancel",
        group=_G.CANCEL,
        answers=help_lines.until_when,
        statements=("R24", "R25", "R26", "R27", "R28", "R44"),
    ),
    HelpTopic(
        key="how_cancel",
        group=_G.CANCEL,
        answers=help_lines.now,
        target=_T.ORDERS,
        statements=("R11", "R13", "R14", "R18", "R19", "R20"),
    ),
    HelpTopic(
        key="why_off",
        group=_G.CANCEL,
        answers=help_lines.why_off,
        statements=("R35", "R36", "R37"),
    ),
    HelpTopic(key="unpaid", group=_G.CANCEL, answers=help_lines.unpaid, statements=("R11", "R28")),
    HelpTopic(key="part", group=_G.CANCEL, answers=help_lines.part),
    HelpTopic(
        key="reason",
        group=_G.CANCEL,
        answers=help_lines.reason,
        statements=("R15", "R16", "R17", "R43"),
    ),
    HelpTopic(
        key="worked",
        group=_G.CANCEL,
        answers=help_lines.worked,
        statements=("R21", "R23"),
    ),
    HelpTopic(key="failed", group=_G.CANCEL, answers=help_lines.shipped, statements=("R22",)),
    HelpTopic(key="withdraw", group=_G.CANCEL, answers=help_lines.withdraw),
    HelpTopic(key="packed", group=_G.SELLER, answers=help_lines.packed, statements=("R29",)),
    HelpTopic(
        key="ask_seller",
        group=_G.SELLER,
        answers=help_lines.ask,
        statements=("R29", "R30", "R31"),
    ),
    HelpTopic(key="silent", group=_G.SELLER, answers=help_lines.silent, statements=("R29",)),
    HelpTopic(
        key="declined", group=_G.SELLER, answers=help_lines.declined, statements=("R31", "R50")
    ),
    HelpTopic(key="policy", group=_G.SELLER, answers=help_lines.policy, statements=("R45",)),
    HelpTopic(
        key="shipped", group=_G.PARCEL, answers=help_lines.shipped, statements=("R32", "R36", "R41")
    ),
    HelpTopic(key="refuse", group=_G.PARCEL, answers=help_lines.refuse, statements=("R32", "R33")),
    HelpTopic(key="standing", group=_G.PARCEL, target=_T.STANDING, statements=("R33", "R34")),
    HelpTopic(
        key="wrong_address",
        group=_G.CHANGE,
        answers=help_lines.change(ChangeKind.ADDRESS),
        statements=("R42", "R43"),
    ),
    HelpTopic(
        key="wrong_item",
        group=_G.CHANGE,
        answers=help_lines.change(ChangeKind.VARIANT),
        statements=("R42", "R43"),
    ),
    HelpTopic(
        key="add_items",
        group=_G.CHANGE,
        answers=help_lines.change(ChangeKind.ITEMS, ChangeKind.COUPON),
        statements=("R43",),
    ),
    HelpTopic(key="again", group=_G.CHANGE, answers=help_lines.again, statements=("R42",)),
    HelpTopic(key="money", group=_G.MONEY, answers=help_money.coming, statements=("R46", "R48")),
    HelpTopic(
        key="refund_time", group=_G.MONEY, answers=help_money.days, statements=("R47", "R49")
    ),
    HelpTopic(key="cod", group=_G.MONEY, answers=help_money.at_the_door, statements=("R49",)),
    HelpTopic(key="voucher", group=_G.MONEY, answers=help_money.vouchers, statements=("R54",)),
    HelpTopic(key="return", group=_G.RETURN, answers=help_lines.return_, statements=("R51",)),
    HelpTopic(key="packing", group=_G.RETURN, answers=help_lines.return_, statements=("R52",)),
    HelpTopic(key="update", group=_G.TROUBLE, target=_T.UPDATE, statements=("R38",)),
    HelpTopic(key="network", group=_G.TROUBLE, statements=("R39",)),
    HelpTopic(key="system", group=_G.TROUBLE, target=_T.SUPPORT, statements=("R40",)),
    HelpTopic(key="account", group=_G.ACCOUNT, target=_T.SETTINGS, statements=("R1", "R3")),
    HelpTopic(
        key="find_orders",
        group=_G.ACCOUNT,
        target=_T.ORDERS,
        statements=("R4", "R5", "R6", "R7", "R8", "R9", "R10"),
    ),
    HelpTopic(key="support", group=_G.ACCOUNT, target=_T.SUPPORT, statements=("R50",)),
    HelpTopic(key="before", group=_G.ACCOUNT, statements=("R55",)),
)
"""Every question, grouped, the most asked first."""


def topic_named(key: str) -> HelpTopic | None:
    """Return a question by its key; None for anything else."""
    return next((topic for topic in TOPICS if topic.key == key), None)
