"""Change here to whose account an imported order goes, and what a new account is called."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from sqlalchemy import Connection

from buyer_portal.domain.ids import id_of
from buyer_portal.importers import ImportedOrder
from buyer_portal.order_service.database import Transaction
from buyer_portal.order_service.imports import account_rows
from buyer_portal.order_service.imports.account_rows import Account
from buyer_portal.order_service.me.logins import email_of
from buyer_portal.order_service.sessions.viewer import World

_GROUPS: Final = 4
_GROUP: Final = 4
_SYMBOLS: Final = "23456789abcdefghjkmnpqrstvwxyz"
"""Without those that are misread; 16 of them are 78 bits."""


class Secret(NamedTuple):
    """A new password and its hash; the password is printed once and never stored."""

    password: str
    password_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account to make. ``key`` names whom it is for: the same one in every try."""

    key: str
    account: Account
    locale: str
    market: str


@dataclass(slots=True)
class People:
    """The accounts that a batch of orders goes to: those found, and those to be made."""

    world: World
    source: str
    chosen: str
    """The login that gets every order, empty for one account per buyer of the payload."""
    by_external_id: dict[str, Account]
    by_login: dict[str, Account]
    added: list[NewAccount] = field(default_factory=list[NewAccount])
    named: list[Account] = field(default_factory=list[Account])

    @classmethod
    def of(
        cls, connection: Connection, world: World, found: Sequence[ImportedOrder], chosen: str
    ) -> "People":
        """Look up everybody whom some orders may go to."""
        source = str(found[0].source) if found else ""
        if chosen:
            logins = {chosen}
            by_external_id: dict[str, Account] = {}
        else:
            buyers = {one.buyer.external_id: one.buyer for one in found}
            logins = {derived_login(source, each) for each in buyers}
            logins |= {email_of(buyer.email) for buyer in buyers.values() if buyer.email}
            by_external_id = account_rows.accounts_by_external_id(
                connection, world.tenant, source, buyers
            )
        by_login = account_rows.accounts_by_login(connection, world.tenant, logins)
        return cls(world, source, chosen, by_external_id, by_login)

    def account_for(self, found: ImportedOrder) -> Account:
        """Return whose order this becomes.

        The buyer's id decides. An account with the buyer's e-mail is the same person, unless the
        source knows it under another id.
        """
        if self.chosen:
            return self.by_login.get(self.chosen) or self._add(found, self.chosen, is_chosen=True)
        name, email = found.buyer.external_id, email_of(found.buyer.email)
        if name in self.by_external_id:
            return self.by_external_id[name]
        same = self.by_login.get(email) if email else None
        if same is None and email:
            return self._add(found, email)
        if same is not None and same.external_source != self.source:
            if not same.external_id:
                same = replace(same, external_source=self.source, external_id=name)
                self.named.append(same)
                self.by_login[email] = same
            self.by_external_id[name] = same
            return same
        return self._add(found, derived_login(self.source, name))

    def store(self, transaction: Transaction, secret_of: Callable[[str], Secret]) -> None:
        """Write the new accounts, and the ids that others became known under.

        Args:
            secret_of: The password of a new account by its key.
        """
        tenant = self.world.tenant
        rows = [
            {
                "id": new.account.id,
                "name": new.account.name,
                "login": new.account.login,
                "password_hash": secret_of(new.key).password_hash,
                "locale": new.locale,
                "market": new.market,
                "external_source": new.account.external_source,
                "external_id": new.account.external_id,
                "created_at": self.world.now,
            }
            for new in self.added
        ]
        account_rows.add_accounts(transaction, tenant, rows)
        for account in self.named:
            account_rows.name_account(transaction, tenant, account)

    def _add(self, found: ImportedOrder, login: str, *, is_chosen: bool = False) -> Account:
        buyer, placed_at = found.buyer, found.order.moments.placed_at
        names = ("login", login) if is_chosen else (self.source, buyer.external_id)
        buyer_id = id_of(self.world.seed, placed_at, "buyer", *names)
        if login in self.by_login:  # two ids that differ in capitals only
            login = f"{login}-{buyer_id[-8:]}"
        called = login.split("@", maxsplit=1)[0] if is_chosen else buyer.name or buyer.nickname
        account = Account(
            id=buyer_id,
            name=called or login,
            login=login,
            external_source="" if is_chosen else self.source,
            external_id="" if is_chosen else buyer.external_id,
        )
        self.added.append(
            NewAccount(
                key="\x1f".join(names),
                account=account,
                locale=buyer.locale,
                market=buyer.market,
            )
        )
        self.by_login[login] = account
        if not is_chosen:
            self.by_external_id[buyer.external_id] = account
        return account


def derived_login(source: str, external_id: str) -> str:
    """Return what buyers without an e-mail sign in with."""
    return email_of(f"{source}-{external_id}")


def new_password() -> str:
    """Return a password that can be read aloud, such as ``k7mf-2q9d-xw3t-p8hn``."""
    groups = ("".join(secrets.choice(_SYMBOLS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
