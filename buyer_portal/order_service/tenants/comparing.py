"""Change here how two policies are asked about the orders of a tenant, a page of them at a time."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from sqlalchemy import Connection, bindparam, select

from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import Policy
from buyer_portal.order_contract.comparisons import (
    MOST_COMPARED,
    ComparedAnswer,
    ComparedAspect,
    ComparedChange,
    ComparePolicies,
    PolicyComparison,
    TriedPolicy,
)
from buyer_portal.order_service.answers import invalid
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.orders.repository import ORDER_JSON, policy_by_hash
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.policies import PolicyError
from buyer_portal.policies.diff import Answer, Comparison, compare
from buyer_portal.policies.named import NamedPolicy

BATCH: Final = 250
"""Orders between which others are let in: a decision takes a tenth of a millisecond."""

_orders = table_of(OrderRow)
_PAGE: Final = (
    select(_orders.c.id, _orders.c.document, _orders.c.policy_hash)
    .where(_orders.c.tenant == bindparam("tenant"), _orders.c.id < bindparam("before"))
    .order_by(_orders.c.id.desc())
    .limit(bindparam("limit"))
)
_BEHIND_ALL: Final = "~"
"""Ids are hexadecimal digits and hyphens: every one comes before it."""

_PolicyOf = Callable[[str], Policy]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Both policies by market; ``before`` None: each order's own."""

    after: _PolicyOf
    before: _PolicyOf | None


async def compare_over(
    database: Database, world: World, asked: ComparePolicies
) -> PolicyComparison:
    """Return which of a tenant's newest orders would be decided differently.

    Raises:
        ProblemError: No such preset, or a policy that nobody could sell under.
    """
    question = _Question(
        after=_policy_of(asked.after, "/after"),
        before=_policy_of(asked.before, "/before") if asked.before else None,
    )
    found, before, are_all = Comparison(), _BEHIND_ALL, True
    while True:
        page = await database.read(
            partial(_compared, world=world, before=before, question=question), is_slow=True
        )
        found.merge(page.found)
        if page.last is None:
            break
        before = page.last
        if found.orders >= MOST_COMPARED:
            are_all = False
            break
    return _answer(found, world, are_all=are_all)


def _policy_of(tried: TriedPolicy, pointer: str) -> _PolicyOf:
    """Return a policy by market, checked."""
    file = f"{tried.preset}.toml"
    try:
        table = None if tried.kind == "preset" else tomllib.loads(tried.source)
        named = NamedPolicy(
            name=tried.preset,
            preset="" if tried.kind == "market" else tried.preset,
            file=file,
            table=table,
        )
        problems = named.problems()
    except tomllib.TOMLDecodeError as error:
        raise invalid(f"{pointer}/source", "toml", str(error)) from None
    except PolicyError as error:
        raise invalid(f"{pointer}/preset", "unknown", str(error)) from None
    for problem in problems:
        raise invalid(f"{pointer}/source", "policy", str(problem))
    return cache(named.of_market)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What was found in a page of orders; ``last`` None: there are no more."""

    found: Comparison
    last: str | None


def _compared(connection: Connection, *, world: World, before: str, question: _Question) -> _Page:
    asked = {"tenant": world.tenant, "before": before, "limit": BATCH}
    rows = connection.execute(_PAGE, asked).all()
    found = Comparison()
    for row in rows:
        order: Order = ORDER_JSON.validate_json(row.document)
        old = question.before
        if old is None:
            own = policy_by_hash(connection, world.tenant, row.policy_hash).policy
            old = partial(_whatever, own)
        found.merge(compare([order], old, question.after, now=world.now))
    return _Page(found=found, last=rows[-1].id if len(rows) == BATCH else None)


def _whatever(policy: Policy, market: str) -> Policy:
    del market
    return policy


def _answer(found: Comparison, world: World, *, are_all: bool) -> PolicyComparison:
    return PolicyComparison(
        now=world.now,
        orders=found.orders,
        are_all=are_all,
        changes=tuple(
            ComparedChange(
                stage=change.stage,
                before=_said(change.before),
                after=_said(change.after),
                count=found.changes[change],
                examples=tuple(found.examples[change]),
            )
            for change in found.ranked()
        ),
        besides=tuple(
            ComparedAspect(stage=stage, what=what, count=count)
            for (stage, what), count in sorted(found.besides.items())
        ),
    )


def _said(answer: Answer) -> ComparedAnswer:
    return ComparedAnswer(outcome=answer.outcome, causes=answer.causes)
