"""Change here which values the keys of a policy file take."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final, TypeVar, cast

from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.orders import GoodsKind, OrderStatus, PaymentMethod
from buyer_portal.domain.policy import DayRange, Permission, ReasonMode, RefusalEffect
from buyer_portal.domain.skins import SKINS
from buyer_portal.policies.generosity import NEVER
from buyer_portal.policies.reasons import reason_keys

_E = TypeVar("_E", bound=StrEnum)

Reader = Callable[[object], object]


class WrongValueError(ValueError):
    """A value that its key does not take; the message says what it takes."""


def listed(names: Iterable[object]) -> str:
    """Return names with commas between them."""
    return ", ".join(str(name) for name in names)


def one_of(kind: type[_E]) -> Callable[[object], _E]:
    """Return what reads one of a few words."""

    def read(value: object) -> _E:
        try:
            return kind(str(value))
        except ValueError:
            raise WrongValueError(f"must be one of {listed(kind)}, not {value!r}") from None

    return read


def some_of(kind: type[StrEnum]) -> Reader:
    """Return what reads a list of some of a few words, each once."""
    read = one_of(kind)

    def read_all(value: object) -> object:
        found = [read(entry) for entry in texts(value)]
        if len(set(found)) < len(found):
            raise WrongValueError(f"must name each once, not {value!r}")
        return tuple(found)

    return read_all


def flag(value: object) -> object:
    """Read yes or no."""
    if not isinstance(value, bool):
        raise WrongValueError(f"must be true or false, not {value!r}")
    return value


def whole(at_least: int, at_most: int) -> Reader:
    """Return what reads a whole number of a range."""

    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongValueError(f"must be a whole number, not {value!r}")
        if not at_least <= value <= at_most:
            raise WrongValueError(f"must be from {at_least} to {at_most}, not {value}")
        return value

    return read


def text(value: object) -> str:
    """Read a text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise WrongValueError(f"must be a text, not {value!r}")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Read a list of texts."""
    if not isinstance(value, list | tuple):
        raise WrongValueError(f"must be a list of texts, not {value!r}")
    entries = cast("list[object]", value)
    if not all(isinstance(entry, str) and entry for entry in entries):
        raise WrongValueError(f"must be a list of texts, not {value!r}")
    return tuple(cast("list[str]", entries))


def reasons(value: object) -> object:
    """Read a list of reason keys, each of which has words."""
    known = set(reason_keys())
    for key in (found := texts(value)):
        if key not in known:
            raise WrongValueError(f"unknown reason {key!r}; the known ones are in reasons.toml")
    return found


def _skin(value: object) -> object:
    if value not in SKINS:
        raise WrongValueError(f"must be one of {listed(SKINS)}, not {value!r}")
    return value


def _strikes(value: object) -> object:
    return None if value == NEVER else whole(1, 100)(value)


def days(value: object) -> object:
    """Read a range of working days."""
    ends = cast("list[object]", value) if isinstance(value, list | tuple) else []
    found = [end for end in ends if isinstance(end, int) and not isinstance(end, bool)]
    if len(ends) != 2 or len(found) != 2 or not 0 <= found[0] <= found[1] <= 90:  # noqa: PLR2004
        raise WrongValueError(
            f"must be two working days such as [3, 7], the smaller one first, not {value!r}"
        )
    return DayRange(at_least=found[0], at_most=found[1])


PERMISSION: Final = one_of(Permission)

PLAIN: Final[dict[str, Reader]] = {
    "source": text,
    "skin": _skin,
    "confirm_step": flag,
    "cancel_lines": flag,
    "one_cancellation": flag,
    "answer_hours": whole(1, 720),
    "silence_approves": flag,
    "late_shipment_is_instant": flag,
    "unpaid_expires_hours": whole(1, 720),
    "return_days": whole(0, 365),
    "return_free": flag,
    "ship_back_days": whole(1, 60),
    "confirm_days": whole(1, 60),
    "refusal_effect": one_of(RefusalEffect),
    "refusal_expires_days": whole(0, 3650),
    "refusal_refunds_shipping": flag,
    "restores_vouchers": flag,
    "free_shipping_from_minor": whole(0, 10**13),
    "minimum_client_build": whole(0, 10**9),
    "excludes_shipped_by_seller": PERMISSION,
    "exclusion_stages": some_of(OrderStatus),
    "request_holds_parcel": flag,
    "cod_off_after_strikes": _strikes,
    "deny_after_strikes": _strikes,
    "appeal_days": whole(0, 365),
}
"""Keys of one value."""

TABLES: Final[dict[str, tuple[Reader, Reader]]] = {
    "exclusions": (one_of(GoodsKind), PERMISSION),
    "refund_days": (one_of(PaymentMethod), days),
    "changes": (one_of(OrderStatus), some_of(ChangeKind)),
}
"""Tables of like entries: what reads a key, what its value."""

STAGE: Final[dict[str, Reader]] = {
    "cancel": PERMISSION,
    "cancel_later": PERMISSION,
    "instant_minutes": whole(0, 525_600),
    "refund": PERMISSION,
    "return": PERMISSION,
}
"""Keys of one stage under ``stages``."""

REASONS: Final[dict[str, Reader]] = {"mode": one_of(ReasonMode), "required": flag}
"""Keys under ``reasons``, besides ``keys`` per stage."""
