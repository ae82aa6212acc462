"""Change here how thousands of orders alike are made of one without deciding about each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.order_service.orders.creation import NewOrder, OrderRows, PastStep
from buyer_portal.order_service.orders.summaries import card_of
from buyer_portal.order_service.orders.writing import KEPT_DEADLINES
from buyer_portal.scenario.orders import CopyNames
from buyer_portal.scenario.parts import ScenarioOrder

_MOMENT_JSON: Final = TypeAdapter(datetime)


def is_alike(spec: ScenarioOrder) -> bool:
    """Say whether the orders of a spec are stored by copying: nothing happens to each of them."""
    return spec.count > 1 and spec.status is not OrderStatus.CANCELLED


def is_timeless(new: NewOrder, now: datetime) -> bool:
    """Say whether orders placed at other moments have the same card but for that moment."""
    card = card_of(new.order, new.seller, new.policy, now)
    return card.permission_until is None and not card.deadlines.keys() & set(KEPT_DEADLINES)


def only_last(past: Sequence[PastStep]) -> list[PastStep]:
    """Return one step for orders made by the thousand, ending where they are."""
    return [replace(past[0], status=past[-1].status)]


def copied(template: tuple[NewOrder, OrderRows], names: CopyNames) -> OrderRows:
    """Return the rows of one more order alike, without deciding about it again."""
    new, rows = template
    first = new.order
    was, is_now = _moment_text(first.moments.placed_at), _moment_text(names.placed_at)

    def renamed(text: object) -> str:
        text = str(text).replace(first.id, names.id).replace(first.number, names.number)
        return text.replace(f'"placed_at":{was}', f'"placed_at":{is_now}')

    return OrderRows(
        order=rows.order
        | {
            "id": names.id,
            "number": names.number,
            "placed_at": names.placed_at,
            "summary": renamed(rows.order["summary"]),
            "document": renamed(rows.order["document"]),
        },
        search=rows.search
        | {
            "order_id": names.id,
            "placed_at": names.placed_at,
            "text": renamed(rows.search["text"]),
        },
        audit=[
            entry
            | {
                "order_id": names.id,
                "at": names.placed_at if entry["sequence"] == 1 else entry["at"],
                "parameters": renamed(entry["parameters"]),
            }
            for entry in rows.audit
        ],
        deadlines=[],
    )


def _moment_text(moment: datetime) -> str:
    return _MOMENT_JSON.dump_json(moment).decode()
