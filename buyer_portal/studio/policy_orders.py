"""Change here over which orders the policy editor asks what would change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Final

from buyer_portal.domain.orders import Order
from buyer_portal.importers import ImportedOrder, PayloadFormat, Rejection, demo, read_bytes
from buyer_portal.importers.command import sentence
from buyer_portal.policies.sample import SAMPLE_NOW, sample_orders
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.orders import keys_of, order_in, seed_of

MADE_UP: Final = 2000
MOST_PASTED: Final = 48_000
"""Characters: what a socket takes at a time."""
MOST_REJECTED: Final = 5


class Source(StrEnum):
    """Where the orders come from."""

    STORED = "stored"
    STAGE = "stage"
    MADE_UP = "made_up"
    DEMO = "demo"
    LIBRARY = "library"
    PASTED = "pasted"


LIVE: Final = frozenset({Source.STORED, Source.STAGE})
"""Orders that the order service has: it is asked, and knows what each was bought under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Some orders, when they are asked about, and what could not be read."""

    orders: tuple[Order, ...]
    now: datetime
    rejected: tuple[str, ...] = ()


def orders_of(
    source: Source, *, given: bytes = b"", form: PayloadFormat = PayloadFormat.TIKTOK_SHOP
) -> Orders:
    """Return the orders of a source; this can take a second.

    Args:
        given: What somebody pasted, or the file that they chose.
    """
    now = datetime.now(UTC)
    match source:
        case Source.MADE_UP:
            return Orders(orders=tuple(sample_orders(0, MADE_UP)), now=SAMPLE_NOW)
        case Source.LIBRARY:
            return Orders(orders=tuple(_of_library()), now=now)
        case Source.DEMO:
            read = [found.order for found in demo.outcomes(now) if isinstance(found, ImportedOrder)]
            return Orders(orders=tuple(read), now=now)
        case Source.PASTED:
            return _read(given, form, now)
        case Source.STORED | Source.STAGE:
            raise ValueError(f"the order service has the orders of {source}")


def _read(content: bytes, form: PayloadFormat, now: datetime) -> Orders:
    orders: list[Order] = []
    rejected: list[str] = []
    for found in read_bytes(content, file="-", format=form):
        if isinstance(found, ImportedOrder):
            orders.append(found.order)
        elif isinstance(found, Rejection):
            rejected.append(sentence(found))
    return Orders(orders=tuple(orders), now=now, rejected=tuple(islice(rejected, MOST_REJECTED)))


def _of_library() -> Iterator[Order]:
    """Yield each order of the named scenarios, once."""
    for named in LIBRARY.values():
        scenario = named.scenario
        seed = seed_of(scenario)
        for key, spec in keys_of(scenario):
            yield order_in(seed, scenario, spec, f"{named.name}/{key}")
