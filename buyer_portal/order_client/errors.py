"""Change here how the service's refusals are told apart.

OrderServiceError
├── OrderServiceUnavailableError      no usable answer: try again
│   ├── OrderServiceFaultError        it answered 5xx; nothing was done
│   └── UnreadableAnswerError         it answered something that is not in the contract
├── NotSignedInError                  no, expired or revoked session
├── WrongCredentialsError             sign-in refused
├── TooManyTriesError                 wait ``retry_after_seconds``
├── ServiceTokenRefusedError          portal and service do not share a token
├── OrderNotFoundError                unknown, or another buyer's: both look the same
├── CancellationRefusedError          ``causes`` say why
├── OrderChangedError                 what the buyer saw no longer holds
├── NotWithdrawableError              the request was already answered
├── NotRefusableError                 no parcel can be refused; ``causes`` say why
├── ReturnRefusedError                it cannot be returned; ``obstacle`` says why
├── NotAppealableError                appealed before, too late, or over
├── ChangeRefusedError                the order cannot be changed so; ``obstacle`` says why
├── PurchaseRefusedError              it cannot be bought; ``obstacle`` says why
├── TooManyCopiesError                as many prototypes were copied as there may be (testing)
├── CommandExpiredError               a late replay; nothing was done
└── InvalidCommandError               ``errors`` name the fields
"""

from collections.abc import Callable
from typing import Final

from buyer_portal.domain.change_values import ChangeObstacle
from buyer_portal.domain.decision_values import Cause
from buyer_portal.domain.return_rules import ReturnObstacle
from buyer_portal.domain.withdrawal import WithdrawalObstacle
from buyer_portal.order_contract.problems import (
    PROBLEM_TYPE_PREFIX,
    FieldError,
    Problem,
    ProblemCode,
)


class OrderServiceError(Exception):
    """The service did not do what was asked; ``problem`` is what it said, None when nothing."""

    def __init__(self, message: str = "", problem: Problem | None = None) -> None:
        self.problem = problem
        super().__init__(message or (problem.title if problem else type(self).__name__))


class OrderServiceUnavailableError(OrderServiceError):
    """No answer. ``may_have_happened``: a command may have taken effect; ask with the same key."""

    def __init__(
        self,
        message: str = "",
        problem: Problem | None = None,
        *,
        may_have_happened: bool = False,
        retry_after_seconds: int | None = None,
    ) -> None:
        self.may_have_happened = may_have_happened
        self._retry_after_seconds = retry_after_seconds
        super().__init__(message, problem)

    @property
    def retry_after_seconds(self) -> int | None:
        """How long it asks us to wait before the next try; None when it does not say."""
        said = self.problem.retry_after_seconds if self.problem else None
        return self._retry_after_seconds if said is None else said


class OrderServiceFaultError(OrderServiceUnavailableError):
    """The service has a fault and says that nothing was done."""


class UnreadableAnswerError(OrderServiceUnavailableError):
    """The answer is no JSON of the contract, too large, or a redirect."""


class NotSignedInError(OrderServiceError):
    """The session is unknown, expired or revoked."""


class WrongCredentialsError(OrderServiceError):
    """Name, password or ticket is wrong; which one is not said."""


class TooManyTriesError(OrderServiceError):
    """Too many tries for this account or from this address."""

    @property
    def retry_after_seconds(self) -> int:
        """How long to wait before the next try."""
        return (self.problem.retry_after_seconds if self.problem else None) or 60


class ServiceTokenRefusedError(OrderServiceError):
    """The service does not know our token: a fault of the installation, not of the buyer."""


class OrderNotFoundError(OrderServiceError):
    """Unknown, or another buyer's; nobody can tell which."""


class CancellationRefusedError(OrderServiceError):
    """The order cannot be cancelled (any more)."""

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Why, the one that leads first; never empty."""
        return (self.problem.causes if self.problem else ()) or (Cause.POLICY_FINAL,)

    @property
    def order_version(self) -> int | None:
        """The version that the refusal is about."""
        return self.problem.order_version if self.problem else None

    @property
    def happened_at(self) -> str | None:
        """When the window closed, RFC 3339; None where nothing closed it."""
        return self.problem.happened_at if self.problem else None


class OrderChangedError(OrderServiceError):
    """Cancelling is still possible, but not as the buyer saw it: read again, ask again."""

    @property
    def order_version(self) -> int | None:
        """The current version."""
        return self.problem.order_version if self.problem else None


class NotWithdrawableError(OrderServiceError):
    """The request was answered, withdrawn or closed before."""


class ChangeRefusedError(OrderServiceError):
    """The order cannot be changed so (any more)."""

    @property
    def obstacle(self) -> ChangeObstacle:
        """What stands in the way."""
        return (self.problem.obstacle if self.problem else None) or ChangeObstacle.STAGE


class PurchaseRefusedError(OrderServiceError):
    """The basket cannot be bought."""

    @property
    def obstacle(self) -> ChangeObstacle:
        """What stands in the way."""
        return (self.problem.obstacle if self.problem else None) or ChangeObstacle.NOT_OFFERED


class NotRefusableError(CancellationRefusedError):
    """No parcel of the order can be refused at the door (any more)."""


class ReturnRefusedError(OrderServiceError):
    """What was asked for cannot be returned or refunded (any more)."""

    @property
    def obstacle(self) -> ReturnObstacle:
        """What stands in the way."""
        return (self.problem.return_obstacle if self.problem else None) or ReturnObstacle.RETURNED


class NotAppealableError(OrderServiceError):
    """The strike was appealed against before, too late, or does not count any more."""


class WithdrawalRefusedError(OrderServiceError):
    """There is no right to withdraw from the contract (any more)."""

    @property
    def obstacle(self) -> WithdrawalObstacle:
        """Why not."""
        said = self.problem.detail if self.problem else ""
        known = said in {obstacle.value for obstacle in WithdrawalObstacle}
        return WithdrawalObstacle(said) if known else WithdrawalObstacle.NOTHING_LEFT


class TooManyCopiesError(OrderServiceError):
    """There are as many copies of a prototype, or in all, as there may be."""


class CommandExpiredError(OrderServiceError):
    """The command came after its ``expires_at`` and was not carried out."""


class InvalidCommandError(OrderServiceError):
    """The service could not read what was sent."""

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """The fields that are wrong; may be empty where the whole body is."""
        return self.problem.errors if self.problem else ()


def _still_running(title: str, problem: Problem) -> OrderServiceError:
    """The first try of the same command has not ended; it may end well."""
    return OrderServiceUnavailableError(title, problem, may_have_happened=True)


_ERROR_OF_CODE: Final[dict[str, Callable[[str, Problem], OrderServiceError]]] = {
    ProblemCode.INVALID_REQUEST: InvalidCommandError,
    ProblemCode.MALFORMED_JSON: InvalidCommandError,
    ProblemCode.TOO_LARGE: InvalidCommandError,
    ProblemCode.METHOD_NOT_ALLOWED: InvalidCommandError,
    ProblemCode.KEY_REUSED: InvalidCommandError,
    ProblemCode.KEY_MISSING: InvalidCommandError,
    ProblemCode.WRONG_STATE: InvalidCommandError,
    ProblemCode.PARCEL_HELD: InvalidCommandError,
    ProblemCode.NOT_FOUND: OrderNotFoundError,
    ProblemCode.UNAUTHENTICATED: NotSignedInError,
    ProblemCode.FORBIDDEN: ServiceTokenRefusedError,
    ProblemCode.WRONG_CREDENTIALS: WrongCredentialsError,
    ProblemCode.TOO_MANY_TRIES: TooManyTriesError,
    ProblemCode.CANCELLATION_REFUSED: CancellationRefusedError,
    ProblemCode.ORDER_CHANGED: OrderChangedError,
    ProblemCode.COMMAND_EXPIRED: CommandExpiredError,
    ProblemCode.NOT_WITHDRAWABLE: NotWithdrawableError,
    ProblemCode.NOT_REFUSABLE: NotRefusableError,
    ProblemCode.RETURN_REFUSED: ReturnRefusedError,
    ProblemCode.NOT_A_PICTURE: InvalidCommandError,
    ProblemCode.TOO_MANY_PHOTOS: InvalidCommandError,
    ProblemCode.NOT_APPEALABLE: NotAppealableError,
    ProblemCode.CHANGE_REFUSED: ChangeRefusedError,
    ProblemCode.PURCHASE_REFUSED: PurchaseRefusedError,
    ProblemCode.WITHDRAWAL_REFUSED: WithdrawalRefusedError,
    ProblemCode.TOO_MANY_COPIES: TooManyCopiesError,
    ProblemCode.KEY_IN_USE: _still_running,
    ProblemCode.SYSTEM_ERROR: OrderServiceFaultError,
}


def error_of(problem: Problem) -> OrderServiceError:
    """Return the error that says ``problem``; a code we do not know counts as unreadable."""
    code = problem.type.removeprefix(PROBLEM_TYPE_PREFIX)
    make = _ERROR_OF_CODE.get(code, UnreadableAnswerError)
    return make(problem.title, problem)
