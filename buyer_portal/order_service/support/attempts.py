"""Change here which failed commands are remembered for support, and how they are found."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import ValidationError
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from buyer_portal.domain.decision_values import Cause
from buyer_portal.order_contract.problems import PROBLEM_TYPE_PREFIX, Problem, ProblemCode
from buyer_portal.order_contract.support import Attempt
from buyer_portal.order_service.answers import FIRST_REFUSAL, Answer
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.sessions.viewer import Viewer
from buyer_portal.order_service.statements import Prepared
from buyer_portal.order_service.support.tables import AttemptRow

KEPT_FOR: Final = timedelta(days=90)
MOST_ATTACHED: Final = 10
LONGEST_SUBJECT: Final = 64
FORGOTTEN: Final = frozenset(
    {
        ProblemCode.INVALID_REQUEST,
        ProblemCode.MALFORMED_JSON,
        ProblemCode.TOO_LARGE,
        ProblemCode.NOT_FOUND,
        ProblemCode.METHOD_NOT_ALLOWED,
        ProblemCode.UNAUTHENTICATED,
        ProblemCode.FORBIDDEN,
        ProblemCode.WRONG_CREDENTIALS,
        ProblemCode.KEY_REUSED,
        ProblemCode.KEY_IN_USE,
        ProblemCode.KEY_MISSING,
    }
)
"""Refusals that are about the call, not about the buyer's wish."""

_attempts = table_of(AttemptRow)
_KEY: Final = (
    _attempts.c.tenant == bindparam("the_tenant"),
    _attempts.c.buyer_id == bindparam("the_buyer"),
    _attempts.c.subject == bindparam("the_subject"),
    _attempts.c.key == bindparam("the_key"),
)
_AGAIN: Final = Prepared(
    update(_attempts)
    .where(*_KEY)
    .values(times=_attempts.c.times + 1, at=bindparam("now"), code=bindparam("code"))
)
_ADD: Final = Prepared(insert(_attempts))
_OF_SUBJECT: Final = Prepared(
    select(_attempts)
    .where(
        _attempts.c.tenant == bindparam("tenant"),
        _attempts.c.buyer_id == bindparam("buyer_id"),
        _attempts.c.subject == bindparam("subject"),
    )
    .order_by(_attempts.c.at.desc(), _attempts.c.kept_until.desc())  # where a tenant's time stands
    .limit(bindparam("limit"))
)
_DROP: Final = Prepared(delete(_attempts).where(_attempts.c.kept_until < bindparam("now")))


def note_attempt(
    transaction: Transaction,
    viewer: Viewer,
    *,
    operation: str,
    subject: str,
    key: str,
    answer: Answer,
    real: datetime,
) -> None:
    """Remember a command that was refused or failed; the same key again counts up."""
    problem = _problem_of(answer)
    if problem is None or not subject or len(subject) > LONGEST_SUBJECT or "\0" in subject:
        return
    connection = transaction.connection
    code = problem.type.removeprefix(PROBLEM_TYPE_PREFIX)
    where = {
        "the_tenant": viewer.tenant,
        "the_buyer": viewer.buyer_id,
        "the_subject": subject,
        "the_key": key,
    }
    if _AGAIN.run(connection, where | {"now": viewer.now, "code": code}):
        return
    _ADD.run(
        connection,
        {
            "tenant": viewer.tenant,
            "buyer_id": viewer.buyer_id,
            "subject": subject,
            "key": key,
            "operation": operation,
            "code": code,
            "causes": ",".join(problem.causes),
            "times": 1,
            "at": viewer.now,
            "kept_until": real + KEPT_FOR,
        },
    )


def attempts_about(
    connection: Connection, tenant: str, buyer_id: str, subjects: Sequence[str]
) -> tuple[Attempt, ...]:
    """Return what a buyer tried in vain with these ids, the newest first."""
    found: list[Attempt] = []
    for subject in subjects:
        asked = {
            "tenant": tenant,
            "buyer_id": buyer_id,
            "subject": subject,
            "limit": MOST_ATTACHED,
        }
        found.extend(
            Attempt(
                operation=row.operation,
                code=row.code,
                causes=tuple(Cause(cause) for cause in row.causes.split(",") if cause),
                times=row.times,
                at=row.at,
            )
            for row in _OF_SUBJECT.rows(connection, asked)
        )
    found.sort(key=lambda attempt: attempt.at, reverse=True)
    return tuple(found[:MOST_ATTACHED])


def forget_old(transaction: Transaction, real: datetime) -> None:
    """Drop attempts whose time is over."""
    _DROP.run(transaction.connection, {"now": real})


def is_worth_noting(answer: Answer) -> bool:
    """Say whether support wants to know of an answer."""
    return _problem_of(answer) is not None


def _problem_of(answer: Answer) -> Problem | None:
    if answer.status < FIRST_REFUSAL:
        return None
    try:
        problem = Problem.model_validate_json(answer.text)
    except ValidationError:
        return None
    return None if problem.type.removeprefix(PROBLEM_TYPE_PREFIX) in FORGOTTEN else problem
