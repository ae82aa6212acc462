"""Change here how the kit says that a service breaks a promise."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as a report prints it."""

    request: str
    answer: str


class FindingError(Exception):
    """The service does not do what the contract promises; ``exchanges`` show it."""

    def __init__(self, expected: str, got: str, exchanges: Sequence[Exchange] = ()) -> None:
        self.expected = expected
        self.got = got
        self.exchanges = tuple(exchanges)
        super().__init__(f"expected {expected}; got {got}")


class NotCheckableError(Exception):
    """The service offers nothing that this could be checked on; says what is missing."""


def expect(holds: object, expected: object, got: object, *exchanges: Exchange) -> None:
    """Go on when it ``holds``.

    Raises:
        FindingError: It does not.
    """
    if not holds:
        raise FindingError(str(expected), str(got), exchanges)
