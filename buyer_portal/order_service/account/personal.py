"""Change here what of each table belongs to a buyer: what an export holds, what deletion erases.

Every table of the database has a line here, or a test fails: a new one cannot be forgotten.
Orders, refunds and what proves them are kept for as long as commercial and tax law demands (the
Directive 2006/112/EC leaves the years to the member states); whoever bought is erased from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, cast


class Scope(StrEnum):
    """How rows of a buyer are found."""

    BUYER = "buyer_id"
    ORDER = "order_id"
    TICKET = "ticket_id"
    SELF = "id"
    NOBODY = ""


class Erase(StrEnum):
    """What deletion does to a row."""

    DELETE = "delete"
    CLEAR = "clear"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """How one table is treated.

    ``file`` is its name in the export, empty where it holds nothing that a buyer would miss;
    ``hidden`` columns are left out of it. ``cleared`` columns get these values; in ``documents``
    (columns of JSON) addresses and free words are blanked.
    """

    scope: Scope
    erase: Erase
    file: str = ""
    hidden: frozenset[str] = frozenset({"tenant"})
    cleared: Mapping[str, str] = field(default_factory=dict[str, str])
    documents: tuple[str, ...] = ()


def _hidden(*columns: str) -> frozenset[str]:
    return frozenset({"tenant", *columns})


_NOBODYS: Final = Treatment(scope=Scope.NOBODY, erase=Erase.KEEP)
_TECHNICAL: Final = Treatment(scope=Scope.BUYER, erase=Erase.DELETE)

TREATMENTS: Final[Mapping[str, Treatment]] = {
    "buyers": Treatment(
        scope=Scope.SELF,
        erase=Erase.CLEAR,
        file="account",
        hidden=_hidden("password_hash", "demo_key", "demo_place", "about_key"),
        cleared=dict.fromkeys(
            (
                "name",
                "phone",
                "password_hash",
                "locale",
                "time_zone",
                "theme",
                "demo_key",
                "about_key",
                "external_source",
                "external_id",
                "mail_groups",
            ),
            "",
        ),
    ),
    "sessions": Treatment(
        scope=Scope.BUYER, erase=Erase.DELETE, file="devices", hidden=_hidden("id_hash", "key")
    ),
    "orders": Treatment(
        scope=Scope.BUYER,
        erase=Erase.CLEAR,
        file="orders",
        hidden=_hidden(
            "summary",
            "summary_form",
            "fingerprint",
            "policy_hash",
            "tab",
            "sequence",
            "permission_until",
            "permission_later",
        ),
        documents=("document",),
    ),
    "audit": Treatment(
        scope=Scope.ORDER,
        erase=Erase.CLEAR,
        file="history",
        hidden=_hidden("digest"),
        documents=("parameters",),
    ),
    "cancellations": Treatment(
        scope=Scope.BUYER, erase=Erase.CLEAR, file="cancellations", documents=("document",)
    ),
    "refunds": Treatment(
        scope=Scope.BUYER, erase=Erase.KEEP, file="refunds", hidden=_hidden("check_at")
    ),
    "order_changes": Treatment(
        scope=Scope.BUYER, erase=Erase.CLEAR, file="changes", documents=("document",)
    ),
    "refusals": Treatment(
        scope=Scope.BUYER, erase=Erase.CLEAR, file="refused-deliveries", documents=("document",)
    ),
    "returns": Treatment(
        scope=Scope.BUYER, erase=Erase.CLEAR, file="returns", documents=("document",)
    ),
    "photos": Treatment(
        scope=Scope.BUYER, erase=Erase.DELETE, file="photos", hidden=_hidden("content")
    ),
    "strikes": Treatment(scope=Scope.BUYER, erase=Erase.DELETE, file="standing"),
    "conversations": Treatment(scope=Scope.BUYER, erase=Erase.DELETE, file="conversations"),
    "messages": Treatment(scope=Scope.BUYER, erase=Erase.DELETE, file="messages"),
    "tickets": Treatment(scope=Scope.BUYER, erase=Erase.DELETE, file="support-tickets"),
    "ticket_messages": Treatment(scope=Scope.TICKET, erase=Erase.DELETE, file="support-messages"),
    "notifications": Treatment(
        scope=Scope.BUYER, erase=Erase.DELETE, file="notifications", hidden=_hidden("feed_id")
    ),
    "reviews": Treatment(
        scope=Scope.BUYER, erase=Erase.CLEAR, file="reviews", cleared={"text": ""}
    ),
    # Signed papers prove what happened; a changed one would prove nothing, so they are kept whole.
    "withdrawals": Treatment(
        scope=Scope.BUYER, erase=Erase.CLEAR, file="withdrawals", documents=("document",)
    ),
    "receipts": Treatment(scope=Scope.BUYER, erase=Erase.KEEP, file="receipts"),
    "known_returns": Treatment(scope=Scope.ORDER, erase=Erase.KEEP),
    "received_webhooks": Treatment(scope=Scope.ORDER, erase=Erase.CLEAR, cleared={"body": "{}"}),
    "webhook_deliveries": Treatment(scope=Scope.ORDER, erase=Erase.CLEAR, documents=("body",)),
    "mails": Treatment(
        scope=Scope.BUYER,
        erase=Erase.DELETE,
        file="e-mails",
        hidden=_hidden("subject", "text", "due_at"),
    ),
    "coupons": Treatment(scope=Scope.BUYER, erase=Erase.DELETE, file="coupons"),
    "coupon_uses": Treatment(scope=Scope.BUYER, erase=Erase.KEEP, file="used-coupons"),
    "events": Treatment(scope=Scope.BUYER, erase=Erase.CLEAR, documents=("parameters",)),
    "attempts": _TECHNICAL,
    "commands": _TECHNICAL,
    "counters": _TECHNICAL,
    "order_search": _TECHNICAL,
    "deadlines": _NOBODYS,
    "offers": _NOBODYS,
    "policies": _NOBODYS,
    "sellers": _NOBODYS,
    "sign_in_tries": _NOBODYS,  # a hash that is forgotten within minutes
    "simulated_payouts": _NOBODYS,
    "tenants": _NOBODYS,
    "used_tickets": _NOBODYS,
    "variants": _NOBODYS,
    "mail_cursor": _NOBODYS,
    "webhook_cursor": _NOBODYS,
    "webhook_endpoints": _NOBODYS,
    "webhook_positions": _NOBODYS,
    "webhook_sources": _NOBODYS,
}
"""What is done with each table."""

FREE_WORDS: Final = frozenset({"text", "reason_text", "note", "statement"})
"""Keys of documents under which buyers wrote something."""

ADDRESS_KEYS: Final = frozenset({"name", "phone", "lines"})
"""What of an address is erased; the region stays, because taxes follow it."""

PERSON_KEYS: Final = frozenset({"name", "email"})
"""Who declared something; both are erased where they stand together."""


def blanked(value: object) -> object:
    """Return a document without addresses and free words; numbers and codes stay."""
    if isinstance(value, dict):
        given = cast("dict[str, object]", value)
        erased = FREE_WORDS.union(
            *(keys for keys in (ADDRESS_KEYS, PERSON_KEYS) if given.keys() >= keys)
        )
        return {
            key: _empty(kept) if key in erased else blanked(kept) for key, kept in given.items()
        }
    if isinstance(value, list):
        return [blanked(entry) for entry in cast("list[object]", value)]
    return value


def _empty(value: object) -> object:
    return [] if isinstance(value, list) else "" if isinstance(value, str) else blanked(value)
