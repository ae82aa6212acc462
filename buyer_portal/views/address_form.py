"""Change here what the address form is filled with, and how it becomes printed lines again."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from buyer_portal.domain.orders import Address
from buyer_portal.i18n.formats import territory_text
from buyer_portal.order_contract.changes import AddressSent
from buyer_portal.views.printing import Printer

_POSTCODE: Final = re.compile(r"[A-Z0-9][A-Z0-9 -]{2,9}", re.ASCII | re.IGNORECASE)
_MOST_LINES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAddressView:
    """An address of an earlier order that can be taken over; ``place`` is its number."""

    place: str
    name: str
    lines: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressFormView:
    """What the fields hold at first. ``key`` changes when other values should stand there."""

    key: str
    name: str
    phone: str
    street: str
    area: str
    postcode: str
    region: str
    known: list[KnownAddressView]

    @classmethod
    def of(
        cls, address: Address, known: tuple[Address, ...], printer: Printer, *, key: str
    ) -> "AddressFormView":
        """Fill the form with an address; ``known`` are the others to choose from.

        Args:
            key: Whose form this is; drafts of another one do not belong here.
        """
        street, area, postcode = _fields_of(address.lines)
        seen = hashlib.sha256(repr(address).encode()).hexdigest()[:8]
        return cls(
            key=f"{key}:{seen}",
            name=address.name,
            phone=address.phone,
            street=street,
            area=area,
            postcode=postcode,
            region=territory_text(address.region, printer.locale),
            known=[
                KnownAddressView(place=str(place), name=one.name, lines=", ".join(one.lines))
                for place, one in enumerate(known)
                if one != address
            ],
        )


def address_sent(*, name: str, phone: str, street: str, area: str, postcode: str) -> AddressSent:
    """Return what the fields say, as printed lines.

    Raises:
        ValidationError: A field is missing or wrong; the form says so first.
    """
    return AddressSent(
        name=name, phone=phone, lines=tuple(line for line in (street, area, postcode) if line)
    )


def _fields_of(lines: tuple[str, ...]) -> tuple[str, str, str]:
    """Return street, area and postcode; a last line with a digit and few signs is a postcode."""
    rest = list(lines[:_MOST_LINES])
    is_code = len(rest) > 1 and _POSTCODE.fullmatch(rest[-1]) and any(map(str.isdigit, rest[-1]))
    postcode = rest.pop() if is_code else ""
    street = rest[0] if rest else ""
    return street, ", ".join(rest[1:]), postcode
