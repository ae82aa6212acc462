"""Change here what the address form may send and what is wrong with it."""

import re
from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from buyer_portal.order_contract.changes import AddressSent, tidied
from buyer_portal.views.address_form import address_sent

NAME: Final = "address-name"
PHONE: Final = "address-phone"
STREET: Final = "address-street"
AREA: Final = "address-area"
POSTCODE: Final = "address-postcode"
"""Names of the form's fields, and ids of their inputs."""

_PHONE: Final = re.compile(r"[0-9+()*.\s/-]{6,40}")
_MOST: Final = {NAME: 120, PHONE: 40, STREET: 200, AREA: 200, POSTCODE: 20}


def typed_address(form_data: Mapping[str, object]) -> dict[str, str]:
    """Return the fields of the form as typed, tidied; empty for what is not text."""
    return {
        field: tidied(value) if isinstance(value := form_data.get(field, ""), str) else ""
        for field in _MOST
    }


def address_errors(typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what is wrong, field by field: the field's id and the message that says it."""
    errors: list[tuple[str, str]] = []
    if not typed[NAME]:
        errors.append((NAME, "address.error.name"))
    if not _PHONE.fullmatch(typed[PHONE]) or not any(map(str.isdigit, typed[PHONE])):
        errors.append((PHONE, "address.error.phone"))
    if not typed[STREET]:
        errors.append((STREET, "address.error.street"))
    for field, most in _MOST.items():
        if len(typed[field]) > most and field != PHONE:
            errors.append((field, "address.error.long"))
    return errors


def sent_address(typed: Mapping[str, str]) -> AddressSent | None:
    """Return the address to send; None where a field is wrong."""
    if address_errors(typed):
        return None
    try:
        return address_sent(
            name=typed[NAME],
            phone=typed[PHONE],
            street=typed[STREET],
            area=typed[AREA],
            postcode=typed[POSTCODE],
        )
    except ValidationError:
        return None
