"""Change here where the orders come from that two policies are compared over, and who does it."""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from buyer_portal.domain.orders import Order
from buyer_portal.importers import ImportedOrder, Rejection, read
from buyer_portal.policies.diff import Comparison, compare
from buyer_portal.policies.named import NamedPolicy
from buyer_portal.policies.sample import sample_orders

BATCH: Final = 500
"""Orders that a process is handed at a time."""

WAITING: Final = 4
"""Batches per process that are under way at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which policies are compared, and when."""

    old: NamedPolicy
    new: NamedPolicy
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some orders, as they travel: numbers of made-up ones, or orders that were read."""

    first: int = 0
    count: int
    orders: tuple[Order, ...] = ()

    def unpacked(self) -> Iterable[Order]:
        """Return the orders."""
        return self.orders or sample_orders(self.first, self.count)


def made_up(count: int) -> Iterator[Batch]:
    """Yield the batches of so many made-up orders."""
    for first in range(0, count, BATCH):
        yield Batch(first=first, count=min(BATCH, count - first))


def in_files(
    files: Sequence[str], payload_format: str, refuse: Callable[[Rejection], None]
) -> Iterator[Batch]:
    """Yield the batches of orders in files of another system; what cannot be read is refused."""
    waiting: list[Order] = []
    for file in files:
        for found in read(file, format=payload_format):
            if isinstance(found, Rejection):
                refuse(found)
            elif isinstance(found, ImportedOrder):
                waiting.append(found.order)
                if len(waiting) == BATCH:
                    yield Batch(count=BATCH, orders=tuple(waiting))
                    waiting = []
    if waiting:
        yield Batch(count=len(waiting), orders=tuple(waiting))


def compared(batches: Iterable[Batch], question: Question, *, jobs: int) -> Iterator[Comparison]:
    """Yield what the policies say of each batch, in the order of the batches."""
    if jobs == 1:
        worker = _Worker(question)
        yield from (worker.compare(batch) for batch in batches)
        return
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(question,)) as pool:
        running: deque[Future[Comparison]] = deque()
        for batch in batches:
            running.append(pool.submit(_compare, batch))
            if len(running) > WAITING * jobs:  # so that not all orders are in memory at once
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


class _Worker:
    """Compares batch after batch; a policy is merged once per market."""

    def __init__(self, question: Question) -> None:
        self._old = cache(question.old.of_market)
        self._new = cache(question.new.of_market)
        self._now = question.now

    def compare(self, batch: Batch) -> Comparison:
        return compare(batch.unpacked(), self._old, self._new, now=self._now)


_worker: list[_Worker] = []
"""The one worker of this process, where it is one of several."""


def _start(question: Question) -> None:
    # Decisions are values without cycles; looking for some costs a tenth of the time.
    gc.disable()
    _worker[:] = [_Worker(question)]


def _compare(batch: Batch) -> Comparison:
    return _worker[0].compare(batch)
