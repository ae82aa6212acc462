"""Change here how the simulated bank behaves: it pays on a day that follows from the payout's key.

It keeps its own ledger, as a bank does, so that tests can hold it against ours.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, insert, select, update

from buyer_portal.domain.cancellations import RefundFailure
from buyer_portal.order_contract.testing import Bank
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Database, Transaction
from buyer_portal.order_service.refunds.payouts import (
    PaymentSystemUnavailableError,
    Payout,
    PayoutState,
    PayoutStatus,
)
from buyer_portal.order_service.refunds.tables import SimulatedPayoutRow
from buyer_portal.order_service.statements import Found, Prepared

REFERENCE_DIGITS: Final = 12
_HUNDRED: Final = 100

_payouts = table_of(SimulatedPayoutRow)
_FIND: Final = Prepared(
    select(_payouts).where(
        _payouts.c.tenant == bindparam("tenant"), _payouts.c.key == bindparam("key")
    )
)
_ADD: Final = Prepared(insert(_payouts))
_SET: Final = Prepared(
    update(_payouts)
    .where(
        _payouts.c.tenant == bindparam("the_tenant"),
        _payouts.c.key == bindparam("the_key"),
        _payouts.c.state == str(PayoutState.PENDING),
    )
    .values(
        state=bindparam("state"), failure=bindparam("failure"), settles_at=bindparam("settles_at")
    )
)


class SimulatedBank:
    """A payment system that lives in the service's own database.

    Args:
        behaviour: How the bank of a tenant behaves now; tests change it while it runs.
    """

    def __init__(self, database: Database, behaviour: Callable[[str], Bank]) -> None:
        self.name = "simulated"
        self._database = database
        self._behaviour = behaviour
        self._unheard: Counter[str] = Counter()
        self._unanswered: Counter[str] = Counter()

    async def submit(self, payout: Payout) -> PayoutStatus:
        """Note the payout once; the second time answer from the ledger."""
        bank, key = self._behaviour(payout.tenant), f"{payout.tenant}:{payout.key}"
        if self._unheard[key] < bank.unavailable_times:
            self._unheard[key] += 1
            raise PaymentSystemUnavailableError
        status = await self._database.write(lambda transaction: _noted(transaction, payout, bank))
        if self._unanswered[key] < bank.lost_answer_times:
            self._unanswered[key] += 1
            raise PaymentSystemUnavailableError
        return status

    async def close(self) -> None:
        """It lives in the service's database, which others close."""

    async def look_up(self, payout: Payout, payout_id: str) -> PayoutStatus:
        """Read the ledger."""
        del payout_id
        names = {"tenant": payout.tenant, "key": payout.key}
        row = await self._database.read(lambda connection: _FIND.row(connection, names))
        if row is None:
            raise PaymentSystemUnavailableError
        return _status_of(row, payout.asked_at)


def decide_payout(
    transaction: Transaction,
    tenant: str,
    key: str,
    at: datetime,
    failure: RefundFailure | None = None,
) -> bool:
    """Let the bank settle or fail a pending payout now; False when there is none."""
    state = PayoutState.SETTLED if failure is None else PayoutState.FAILED
    return bool(
        _SET.run(
            transaction.connection,
            {
                "the_tenant": tenant,
                "the_key": key,
                "state": str(state),
                "failure": str(failure or ""),
                "settles_at": at,
            },
        )
    )


def _noted(transaction: Transaction, payout: Payout, bank: Bank) -> PayoutStatus:
    connection = transaction.connection
    names = {"tenant": payout.tenant, "key": payout.key}
    known = _FIND.row(connection, names)
    if known is None:
        _ADD.run(
            connection,
            names
            | {
                "reference": _reference_of(payout),
                "amount_minor": payout.amount_minor,
                "currency": payout.currency,
                "state": str(PayoutState.PENDING),
                "failure": str(bank.fails or ""),
                "submitted_at": payout.asked_at,
                "settles_at": _settles_at(payout, bank),
            },
        )
        known = _FIND.row(connection, names)
    return _status_of(known, payout.asked_at)


def _status_of(row: Found, now: datetime) -> PayoutStatus:
    settles_at: datetime = row.settles_at
    state = PayoutState(row.state)
    if state is PayoutState.PENDING and now >= settles_at:
        state = PayoutState.FAILED if row.failure else PayoutState.SETTLED
    if state is PayoutState.PENDING:
        return PayoutStatus(
            state=state,
            payout_id=row.key,
            bank_reference=row.reference,
            look_again_at=settles_at,
        )
    failure = RefundFailure(row.failure) if row.failure else None
    return PayoutStatus(
        state=state,
        payout_id=row.key,
        bank_reference=row.reference,
        at=settles_at,
        failure=failure,
    )


def _digest(payout: Payout) -> bytes:
    """Return what the bank's choices follow from: the same in each tenant of a scenario."""
    return hashlib.sha256(payout.key.encode()).digest()


def _reference_of(payout: Payout) -> str:
    """Return the number a bank finds the transfer by: digits alone, as acquirers print it."""
    return str(int.from_bytes(_digest(payout)[8:16]))[:REFERENCE_DIGITS].rjust(
        REFERENCE_DIGITS, "0"
    )


def _settles_at(payout: Payout, bank: Bank) -> datetime:
    """Return a moment in the promised range, at its end plus the delay where the bank is late."""
    if bank.late_days:
        return payout.expected_until + timedelta(days=bank.late_days)
    span = max(payout.expected_until - payout.expected_from, timedelta())
    share = _digest(payout)[0] % _HUNDRED
    moment = payout.expected_from + span * share / _HUNDRED
    return max(moment, payout.asked_at)
