"""Change here how a command's one answer is remembered."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel
from sqlalchemy import bindparam, delete, insert, select

from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import Answer, ProblemError
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.commands.tables import CommandRow
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.statements import Prepared

KEPT_FOR: Final = timedelta(days=7)

_commands = table_of(CommandRow)
_FIND: Final = Prepared(
    select(_commands.c.fingerprint, _commands.c.status, _commands.c.answer).where(
        _commands.c.tenant == bindparam("tenant"),
        _commands.c.buyer_id == bindparam("buyer_id"),
        _commands.c.key == bindparam("key"),
    )
)
_ADD: Final = Prepared(insert(_commands))
_DROP: Final = Prepared(delete(_commands).where(_commands.c.kept_until < bindparam("now")))


def fingerprint_of(operation: str, subject: str, body: BaseModel) -> str:
    """Return what makes two commands the same, whatever spaces or order of fields were sent.

    ``expires_at`` only limits how late a try may arrive: a later try of the same has another.
    """
    text = f"{operation}\n{subject}\n{body.model_dump_json(exclude={'expires_at'})}"
    return hashlib.sha256(text.encode()).hexdigest()


def answer_given(
    transaction: Transaction, tenant: str, buyer_id: str, key: str, fingerprint: str
) -> Answer | None:
    """Return the answer that this key was given before, None when it is new.

    Raises:
        ProblemError: The key served another command.
    """
    asked = {"tenant": tenant, "buyer_id": buyer_id, "key": key}
    found = _FIND.row(transaction.connection, asked)
    if found is None:
        return None
    if found.fingerprint != fingerprint:
        raise ProblemError(ProblemCode.KEY_REUSED)
    return Answer(found.status, found.answer)


def remember(
    transaction: Transaction,
    tenant: str,
    buyer_id: str,
    *,
    key: str,
    fingerprint: str,
    answer: Answer,
    real: datetime,
) -> None:
    """Keep the answer beside the effect; a second command of the same key then collides."""
    _ADD.run(
        transaction.connection,
        {
            "tenant": tenant,
            "buyer_id": buyer_id,
            "key": key,
            "fingerprint": fingerprint,
            "status": answer.status,
            "kept_until": real + KEPT_FOR,
            "answer": answer.text,
        },
    )


def forget_old(transaction: Transaction, real: datetime) -> None:
    """Drop answers whose time is over."""
    _DROP.run(transaction.connection, {"now": real})
