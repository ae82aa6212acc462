"""Change here when name, order number and e-mail of a stranger belong together.

All three must; which one does not is never told, and looking takes the same steps whichever it is.
"""

import unicodedata
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from buyer_portal.order_contract.withdrawals import DeclareWithdrawal
from buyer_portal.order_service.me.logins import email_of
from buyer_portal.order_service.orders.repository import StoredOrder, find_order_of_tenant
from buyer_portal.order_service.withdrawals import repository
from buyer_portal.order_service.withdrawals.repository import NamedOrder

_SIGNS: Final = "#№ \t"


def matching_order(
    connection: Connection, tenant: str, statement: DeclareWithdrawal
) -> StoredOrder | None:
    """Return the order that the statement is about; None when there is none."""
    number = statement.order_number.strip(_SIGNS)
    named: Sequence[NamedOrder] = [
        order
        for spelling in dict.fromkeys((number, f"#{number}"))
        for order in repository.orders_numbered(connection, tenant, spelling)
    ]
    email, name = email_of(statement.email), name_of(statement.name)
    for order in named:
        stored = find_order_of_tenant(connection, tenant, order.order_id)
        if stored is None:
            continue
        names = {name_of(order.name), name_of(stored.order.address.name)} - {frozenset[str]()}
        if bool(email) & (email_of(order.login) == email) & (name in names):
            return stored
    return None


def name_of(text: str) -> frozenset[str]:
    """Return a name as names are compared: its words, without case, accents and order."""
    plain = (
        "".join(
            letter
            for letter in unicodedata.normalize("NFKD", text.casefold())
            if not unicodedata.combining(letter)
        )
        .replace("đ", "d")
        .replace("ß", "ss")
    )
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return frozenset(words)
