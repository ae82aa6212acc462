"""Change here what a sheet of paper is made of, whichever it is: a receipt, an invoice."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """Something with its name: ``Order`` ``BP-1``."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsView:
    """A line of goods; ``note`` is the variant and what else holds for it."""

    name: str
    note: str
    quantity: str
    price_text: str
    amount_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SumView:
    """A row under the goods; the total is set apart."""

    kind: str
    text: str
    amount_text: str
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyView:
    """Money by one method: paid, or on its way back, and what stands below it."""

    method: str
    note: str
    amount_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateView:
    """A date to keep; ``calendar_href`` is empty where nobody is signed in to fetch it."""

    name: str
    text: str
    calendar_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A sheet that can be printed. ``issuer`` stands on top, ``parties`` below the title."""

    kind: str
    issuer: str
    title: str
    lead: str
    facts: list[FactView]
    parties: list[FactView]
    quote: str = ""
    """The words of the buyer, where the paper repeats them."""
    quote_note: str = ""
    goods_title: str = ""
    goods: list[GoodsView] = field(default_factory=list[GoodsView])
    sums: list[SumView] = field(default_factory=list[SumView])
    money_title: str = ""
    money: list[MoneyView] = field(default_factory=list[MoneyView])
    back_title: str = ""
    back: list[MoneyView] = field(default_factory=list[MoneyView])
    dates_title: str = ""
    dates: list[DateView] = field(default_factory=list[DateView])
    foot: list[str] = field(default_factory=list[str])
