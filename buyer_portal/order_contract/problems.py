"""Change here the problem types of RFC 9457 that the service answers with."""

from enum import StrEnum
from typing import Final

from buyer_portal.domain.change_values import ChangeObstacle
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.return_rules import ReturnObstacle
from buyer_portal.order_contract.base import Message

PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
PROBLEM_TYPE_PREFIX: Final = "urn:buyer-portal:problem:"


class ProblemCode(StrEnum):
    """The last part of a problem's ``type``. Codes are stable; words are the portal's."""

    INVALID_REQUEST = "invalid-request"  # 422, with ``errors``
    MALFORMED_JSON = "malformed-json"  # 400
    TOO_LARGE = "too-large"  # 413
    NOT_FOUND = "not-found"  # 404, also for another buyer's order
    METHOD_NOT_ALLOWED = "method-not-allowed"  # 405
    UNAUTHENTICATED = "unauthenticated"  # 401: no, expired or revoked session
    BAD_SIGNATURE = "bad-signature"  # 401: a webhook of nobody we know
    FORBIDDEN = "forbidden"  # 403: a wrong service token; 401: none
    WRONG_CREDENTIALS = "wrong-credentials"  # 401
    TOO_MANY_TRIES = "too-many-tries"  # 429, with Retry-After
    CANCELLATION_REFUSED = "cancellation-refused"  # 409, with ``causes``
    ORDER_CHANGED = "order-changed"  # 409: the version the buyer saw is not the current one
    COMMAND_EXPIRED = "command-expired"  # 409: a late replay
    KEY_REUSED = "idempotency-key-reused"  # 422: same key, other body
    KEY_IN_USE = "idempotency-key-in-use"  # 409: the first one still runs
    KEY_MISSING = "idempotency-key-missing"  # 400
    NOT_WITHDRAWABLE = "not-withdrawable"  # 409
    CHANGE_REFUSED = "change-refused"  # 409, with ``obstacle``
    PURCHASE_REFUSED = "purchase-refused"  # 409, with ``obstacle``
    NOT_REFUSABLE = "not-refusable"  # 409, with ``causes``: no parcel can be refused at the door
    RETURN_REFUSED = "return-refused"  # 409, with ``return_obstacle``
    NOT_A_PICTURE = "not-a-picture"  # 415: nothing that can be shown as a photo
    TOO_MANY_PHOTOS = "too-many-photos"  # 409
    NOT_APPEALABLE = "not-appealable"  # 409: appealed before, too late, or over
    WITHDRAWAL_REFUSED = "withdrawal-refused"  # 409, ``detail`` is the obstacle
    WRONG_STATE = "wrong-state"  # 409: the counterpart's step does not fit the order (testing)
    PARCEL_HELD = "parcel-held"  # 409: it waits for the decision on a request (testing)
    TOO_MANY_COPIES = "too-many-copies"  # 409: of one tenant, or in all (testing)
    SYSTEM_ERROR = "system-error"  # 500 and 503; nothing was done


class FieldError(Message):
    """One field that is wrong. ``pointer`` is a JSON pointer into the body, or a parameter name."""

    pointer: str
    reason: str


class Problem(Message):
    """RFC 9457 problem details. ``causes`` are ranked causes of a refused cancellation."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    errors: tuple[FieldError, ...] = ()
    causes: tuple[Cause, ...] = ()
    obstacle: ChangeObstacle | None = None
    return_obstacle: ReturnObstacle | None = None
    order_version: int | None = None
    happened_at: str | None = None
    retry_after_seconds: int | None = None
