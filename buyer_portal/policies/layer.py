"""Change here which keys a policy file may have and which values they take."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar, cast

from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.decision_facts import CLOSED_STAGES
from buyer_portal.domain.orders import GoodsKind, OrderStatus, PaymentMethod
from buyer_portal.domain.policy import DayRange, Permission, ReasonMode, RefusalEffect
from buyer_portal.domain.skins import SKINS
from buyer_portal.policies.errors import PolicyError
from buyer_portal.policies.generosity import NEVER

_E = TypeVar("_E", bound=StrEnum)

Layer = dict[str, object]
"""Dotted key (``stages.UNPAID.cancel``) → its value, already of the right type."""

Reader = Callable[[object], object]


class _WrongValueError(ValueError):
    """A value that its key does not take; the message says what it takes."""


def read_layer(table: Mapping[str, object], file: str) -> Layer:
    """Return a layer from a parsed table.

    Raises:
        PolicyError: An unknown key, a wrong value, or a promise no policy can make.
    """
    layer: Layer = {}
    for key, value in table.items():
        if key in _TABLES:
            _read_table(layer, key, value, file)
        elif key in _PLAIN:
            layer[key] = _read(_PLAIN[key], value, file, key)
        else:
            raise PolicyError(file, key, f"unknown key; known are {_listed([*_PLAIN, *_TABLES])}")
    return layer


def _read_table(layer: Layer, name: str, value: object, file: str) -> None:
    for key, inner in _table(value, file, name).items():
        path = f"{name}.{key}"
        match name:
            case "stages":
                stage = _read(_one_of(OrderStatus), key, file, path)
                _read_stage(layer, cast("OrderStatus", stage), inner, file)
            case "exclusions":
                _read(_one_of(GoodsKind), key, file, path)
                layer[path] = _read(_one_of(Permission), inner, file, path)
            case "refund_days":
                _read(_one_of(PaymentMethod), key, file, path)
                layer[path] = _read(_days, inner, file, path)
            case "changes":
                _read(_one_of(OrderStatus), key, file, path)
                layer[path] = _read(_changes, inner, file, path)
            case _:
                _read_reasons(layer, key, inner, file)


def _read_stage(layer: Layer, stage: OrderStatus, value: object, file: str) -> None:
    for key, inner in _table(value, file, f"stages.{stage}").items():
        path = f"stages.{stage}.{key}"
        if key not in _STAGE:
            raise PolicyError(file, path, f"unknown key; known are {_listed(_STAGE)}")
        layer[path] = read = _read(_STAGE[key], inner, file, path)
        is_cancel = key in ("cancel", "cancel_later")
        if is_cancel and stage in CLOSED_STAGES and read is not Permission.NONE:
            reason = "nothing can be cancelled once the carrier has the goods"
            raise PolicyError(file, path, reason)


def _read_reasons(layer: Layer, key: str, value: object, file: str) -> None:
    path = f"reasons.{key}"
    if key == "keys":
        for stage, keys in _table(value, file, path).items():
            _read(_one_of(OrderStatus), stage, file, f"{path}.{stage}")
            layer[f"{path}.{stage}"] = _read(_texts, keys, file, f"{path}.{stage}")
    elif key in _REASONS:
        layer[path] = _read(_REASONS[key], value, file, path)
    else:
        raise PolicyError(file, path, f"unknown key; known are {_listed([*_REASONS, 'keys'])}")


def _read(reader: Reader, value: object, file: str, key: str) -> object:
    try:
        return reader(value)
    except _WrongValueError as error:
        raise PolicyError(file, key, str(error)) from None


def _table(value: object, file: str, key: str) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise PolicyError(file, key, f"must be a table, not {value!r}")
    return {str(name): inner for name, inner in cast("Mapping[object, object]", value).items()}


def _listed(names: object) -> str:
    return ", ".join(str(name) for name in cast("list[object]", names))


def _one_of(kind: type[_E]) -> Callable[[object], _E]:
    def read(value: object) -> _E:
        try:
            return kind(str(value))
        except ValueError:
            raise _WrongValueError(f"must be one of {_listed([*kind])}, not {value!r}") from None

    return read


def _flag(value: object) -> object:
    if not isinstance(value, bool):
        raise _WrongValueError(f"must be true or false, not {value!r}")
    return value


def _whole(at_least: int, at_most: int) -> Reader:
    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _WrongValueError(f"must be a whole number, not {value!r}")
        if not at_least <= value <= at_most:
            raise _WrongValueError(f"must be from {at_least} to {at_most}, not {value}")
        return value

    return read


def _text(value: object) -> object:
    if not isinstance(value, str) or not value.strip():
        raise _WrongValueError(f"must be a text, not {value!r}")
    return value


def _skin(value: object) -> object:
    if value not in SKINS:
        raise _WrongValueError(f"must be one of {_listed(SKINS)}, not {value!r}")
    return value


def _texts(value: object) -> object:
    if not isinstance(value, list | tuple):
        raise _WrongValueError(f"must be a list of texts, not {value!r}")
    entries = cast("list[object]", value)
    if not all(isinstance(entry, str) and entry for entry in entries):
        raise _WrongValueError(f"must be a list of texts, not {value!r}")
    return tuple(cast("list[str]", entries))


def _statuses(value: object) -> object:
    read = _one_of(OrderStatus)
    return tuple(read(entry) for entry in cast("tuple[str, ...]", _texts(value)))


def _changes(value: object) -> object:
    read = _one_of(ChangeKind)
    return tuple(read(entry) for entry in cast("tuple[str, ...]", _texts(value)))


def _strikes(value: object) -> object:
    return None if value == NEVER else _whole(1, 100)(value)


def _days(value: object) -> object:
    ends = cast("list[object]", value) if isinstance(value, list | tuple) else []
    whole = [end for end in ends if isinstance(end, int) and not isinstance(end, bool)]
    if len(ends) != 2 or len(whole) != 2 or not 0 <= whole[0] <= whole[1] <= 90:  # noqa: PLR2004
        raise _WrongValueError(
            f"must be two working days such as [3, 7], the smaller one first, not {value!r}"
        )
    return DayRange(at_least=whole[0], at_most=whole[1])


_PERMISSION: Final = _one_of(Permission)

_TABLES: Final = ("stages", "exclusions", "reasons", "refund_days", "changes")

_PLAIN: Final[dict[str, Reader]] = {
    "source": _text,
    "skin": _skin,
    "confirm_step": _flag,
    "cancel_lines": _flag,
    "one_cancellation": _flag,
    "answer_hours": _whole(1, 720),
    "silence_approves": _flag,
    "late_shipment_is_instant": _flag,
    "unpaid_expires_hours": _whole(1, 720),
    "return_days": _whole(0, 365),
    "return_free": _flag,
    "refusal_effect": _one_of(RefusalEffect),
    "refusal_expires_days": _whole(0, 3650),
    "refusal_refunds_shipping": _flag,
    "restores_vouchers": _flag,
    "free_shipping_from_minor": _whole(0, 10**13),
    "minimum_client_build": _whole(0, 10**9),
    "excludes_shipped_by_seller": _PERMISSION,
    "exclusion_stages": _statuses,
    "request_holds_parcel": _flag,
    "cod_off_after_strikes": _strikes,
    "deny_after_strikes": _strikes,
    "appeal_days": _whole(0, 365),
}

_STAGE: Final[dict[str, Reader]] = {
    "cancel": _PERMISSION,
    "cancel_later": _PERMISSION,
    "instant_minutes": _whole(0, 525_600),
    "refund": _PERMISSION,
    "return": _PERMISSION,
}

_REASONS: Final[dict[str, Reader]] = {"mode": _one_of(ReasonMode), "required": _flag}
