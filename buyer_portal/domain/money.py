"""Change here how many decimals a currency has and how an amount is shared out exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

EXPONENT: Final[dict[str, int]] = {
    "AUD": 2,
    "BRL": 2,
    "CAD": 2,
    "CHF": 2,
    "CNY": 2,
    "EUR": 2,
    "GBP": 2,
    "IDR": 2,
    "JPY": 0,
    "KRW": 0,
    "MXN": 2,
    "MYR": 2,
    "PHP": 2,
    "SGD": 2,
    "THB": 2,
    "USD": 2,
    "VND": 0,
}
"""Decimals of each currency. Source: ISO 4217, list one."""

AMOUNT_LIMIT_MINOR: Final = 10**13
"""No single amount is this large; beyond it a payload is wrong, not rich."""


class MoneyError(ValueError):
    """An amount or a currency that cannot be what it says."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Money:
    """A whole number of minor units of one currency; may be negative."""

    currency: str
    amount_minor: int


def exponent(currency: str) -> int:
    """Return the decimals of ``currency``.

    Raises:
        MoneyError: The currency is not one we know.
    """
    try:
        return EXPONENT[currency]
    except KeyError:
        raise MoneyError(f"unknown currency {currency!r}") from None


def minor_of(text: str, currency: str) -> int:
    """Return the minor units of a decimal string such as ``"21.30"``.

    Raises:
        MoneyError: Not a plain decimal, finer than the currency, or past ``AMOUNT_LIMIT_MINOR``.
    """
    try:
        scaled = Decimal(text).scaleb(exponent(currency))
        whole = int(scaled)
    except (InvalidOperation, ValueError, OverflowError):
        raise MoneyError(f"{text!r} is not an amount") from None
    if scaled != whole:
        raise MoneyError(f"{text!r} has more decimals than {currency} knows")
    if abs(whole) >= AMOUNT_LIMIT_MINOR:
        raise MoneyError(f"{text!r} is too large")
    return whole


def major_of(amount_minor: int, currency: str) -> Decimal:
    """Return the amount in major units, exactly."""
    return Decimal(amount_minor).scaleb(-exponent(currency))


def share_out(total_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split a total by weights so that the parts add up to the last minor unit.

    Largest remainder, earlier parts first on a tie; equal parts when every weight is zero.

    Raises:
        ValueError: No weights, or a negative one.
    """
    if not weights or min(weights) < 0:
        raise ValueError("weights must be given and not negative")
    if total_minor == sum(weights) != 0:
        return tuple(weights)
    sign = -1 if total_minor < 0 else 1
    total = abs(total_minor)
    bases = weights if any(weights) else [1] * len(weights)
    whole = sum(bases)
    parts = [total * base // whole for base in bases]
    missing = total - sum(parts)
    if missing:
        remainders = [total * base - part * whole for base, part in zip(bases, parts, strict=True)]
        # A stable sort: on a tie the earlier part is served first.
        by_remainder = sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)
        for at in by_remainder[:missing]:
            parts[at] += 1
    return tuple(parts) if sign > 0 else tuple([-part for part in parts])
