"""Change here how a sheet of paper reads without any layout, as in an e-mail."""

from collections.abc import Sequence

from buyer_portal.views.paper import MoneyView, PaperView


def paragraphs_of(sheet: PaperView) -> list[str]:
    """Return all that a sheet says, from top to bottom; lines of a paragraph belong together."""
    parts = [
        [sheet.issuer, sheet.title, sheet.lead],
        [f"{fact.name}: {fact.text}" for fact in (*sheet.facts, *sheet.parties)],
        [f"“{sheet.quote}”" if sheet.quote else "", sheet.quote_note],
        _titled(
            sheet.goods_title,
            [
                _named(f"{one.quantity} × {one.name}", one.note, one.amount_text)
                for one in sheet.goods
            ],
        ),
        [f"{one.text}: {one.amount_text}" for one in sheet.sums],
        _titled(sheet.money_title, _money(sheet.money)),
        _titled(sheet.back_title, _money(sheet.back)),
        _titled(sheet.dates_title, [f"{one.name}: {one.text}" for one in sheet.dates]),
        sheet.foot,
    ]
    return ["\n".join(filter(None, part)) for part in parts if any(part)]


def _money(rows: Sequence[MoneyView]) -> list[str]:
    return [_named(one.method, one.note, one.amount_text) for one in rows]


def _named(name: str, note: str, amount: str) -> str:
    return f"{name} ({note}): {amount}" if note else f"{name}: {amount}"


def _titled(title: str, lines: Sequence[str]) -> list[str]:
    return [title, *lines] if lines else []
