"""Change here how read orders are written: whole or not at all, once, and never over ours.

A batch is one transaction. Where the database refuses it, each record is tried again by itself
behind a savepoint, so that one that cannot be stored costs no other.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from buyer_portal.domain.ids import id_of
from buyer_portal.domain.policy import Policy
from buyer_portal.importers import ImportedOrder, Refusal, Rejection
from buyer_portal.importers.command import Written
from buyer_portal.order_contract.orders import Seller
from buyer_portal.order_service.cancellations import repository as cancellations
from buyer_portal.order_service.database import (
    Database,
    DatabaseUnavailableError,
    Transaction,
)
from buyer_portal.order_service.imports import account_rows, presets, repository
from buyer_portal.order_service.imports.account_rows import Account
from buyer_portal.order_service.imports.accounts import People, Secret, new_password
from buyer_portal.order_service.imports.adoption import (
    Adopted,
    Names,
    adopted,
    fingerprint_of,
    order_id_of,
    past_with_import,
)
from buyer_portal.order_service.imports.again import rejection_of, write_again
from buyer_portal.order_service.imports.repository import KnownOrder, KnownSeller
from buyer_portal.order_service.orders.creation import (
    NewOrder,
    OrderRows,
    insert_orders,
    rows_of,
)
from buyer_portal.order_service.orders.repository import (
    policy_by_hash,
)
from buyer_portal.order_service.sellers.repository import add_seller
from buyer_portal.order_service.sessions.passwords import HASHING_THREADS, hash_now
from buyer_portal.order_service.sessions.use_cases import MAIN_TENANT
from buyer_portal.order_service.sessions.viewer import World
from buyer_portal.order_service.tenants.use_cases import world_of

SALTS: Final = 3
"""How often a record is tried with another reference before it counts as refused."""

BUSY_WAITS: Final = (0.5, 1.0, 2.0, 4.0)
"""Seconds to wait where somebody else holds the database, besides its own patience."""

Outcome = Written | Rejection
Result = TypeVar("Result")


@dataclass(slots=True)
class UsedAccount:
    """An account that got orders; ``password`` is empty for those that were there."""

    account: Account
    password: str = ""
    orders: int = 0


@dataclass(slots=True)
class _Batch:
    """What writing a batch did; thrown away when its transaction is."""

    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    owners: list[str] = field(default_factory=list[str])
    """Whose each order is that was not refused."""
    new: list[tuple[Account, str]] = field(default_factory=list[tuple[Account, str]])

    def add(self, other: "_Batch") -> None:
        self.outcomes += other.outcomes
        self.owners += other.owners
        self.new += other.new


class OrderImport:
    """Writes read orders into one tenant, and remembers whose they became."""

    def __init__(
        self,
        database: Database,
        *,
        chosen_login: str = "",
        policy_of: Callable[[ImportedOrder], Policy] = presets.policy_of,
        tenant: str = MAIN_TENANT,
    ) -> None:
        """Import into ``tenant``.

        Args:
            chosen_login: Who gets every order, as logins are stored; empty for each one's buyer.
            policy_of: The policy of a seller who is not there yet.
        """
        self.accounts: dict[str, UsedAccount] = {}
        self._database = database
        self._chosen = chosen_login
        self._policy_of = policy_of
        self._tenant = tenant
        self._secrets: dict[str, Secret] = {}

    def write(self, found: Sequence[ImportedOrder]) -> list[Outcome]:
        """Write some orders of one source in one transaction; return what became of each.

        Raises:
            DatabaseUnavailableError: Nothing of this batch was written.
        """
        self._make_passwords(found)
        batch = self._patiently(
            lambda: self._database.write_now(lambda transaction: self._write(transaction, found))
        )
        self._remember(batch)
        return batch.outcomes

    def write_within(
        self, transaction: Transaction, found: Sequence[ImportedOrder]
    ) -> list[Outcome]:
        """Write some orders of one source in a transaction that is open already."""
        return self._write(transaction, found).outcomes

    def _write(self, transaction: Transaction, found: Sequence[ImportedOrder]) -> _Batch:
        world = world_of(transaction.connection, self._tenant)
        if not found:
            return _Batch()
        try:
            with transaction.connection.begin_nested():
                return self._write_all(transaction, world, found)
        except OperationalError:
            raise
        except DBAPIError as error:
            if len(found) == 1:
                return self._try_again(transaction, world, found[0], error)
        batch = _Batch()
        for one in found:
            batch.add(self._write(transaction, [one]))
        return batch

    def _try_again(
        self, transaction: Transaction, world: World, one: ImportedOrder, error: DBAPIError
    ) -> _Batch:
        """Write a record that was refused with another reference, or say why it is refused."""
        for salt in range(1, SALTS):
            try:
                with transaction.connection.begin_nested():
                    return self._write_all(transaction, world, [one], salt=salt)
            except OperationalError:
                raise
            except DBAPIError as again:
                error = again
        said = str(error.orig).strip().splitlines()[:1]
        reason = f"the database refused it: {said[0][:200] if said else type(error).__name__}"
        return _Batch(outcomes=[rejection_of(one, Refusal.NOT_STORED, reason)])

    def _write_all(
        self,
        transaction: Transaction,
        world: World,
        found: Sequence[ImportedOrder],
        *,
        salt: int = 0,
    ) -> _Batch:
        connection, source = transaction.connection, str(found[0].source)
        known = repository.known_orders(
            connection, world.tenant, source, {one.external_id for one in found}
        )
        fresh = [one for one in found if one.external_id not in known]
        people = People.of(connection, world, found if self._chosen else fresh, self._chosen)
        sellers = self._sellers(transaction, world, source, fresh)
        batch = _Batch()
        made: list[tuple[Adopted, OrderRows]] = []
        for one in found:
            there = known.get(one.external_id)
            if there is not None:
                outcome = self._again(transaction, world, one, there, people)
                owner = there.buyer_id
            else:
                account = people.account_for(one)
                seller = sellers[one.seller.external_id]
                made.append(_rows_of(connection, world, one, account, seller, salt=salt))
                outcome, owner = Written.CREATED, account.id
            batch.outcomes.append(outcome)
            if not isinstance(outcome, Rejection):
                batch.owners.append(owner)
        people.store(transaction, self._secret_of)
        batch.new = [(new.account, self._secret_of(new.key).password) for new in people.added]
        insert_orders(transaction, world.tenant, [rows for _, rows in made])
        for each, rows in made:
            order, cancellation = each.order, each.cancellation
            if cancellation is not None:
                cancellations.add(transaction, world.tenant, order.buyer_id, cancellation)
            repository.tell(transaction, world, order, len(rows.audit))
        return batch

    def _sellers(
        self, transaction: Transaction, world: World, source: str, fresh: Sequence[ImportedOrder]
    ) -> dict[str, KnownSeller]:
        """Return the sellers of some orders, those of them stored that were not there."""
        named = {one.seller.external_id for one in fresh}
        sellers = repository.known_sellers(transaction.connection, world.tenant, source, named)
        for one in fresh:
            name = one.seller.external_id
            if name in sellers:
                continue
            placed_at = one.order.moments.placed_at
            seller_id = id_of(world.seed, placed_at, "seller", source, name)
            policy_hash = add_seller(
                transaction,
                world.tenant,
                seller_id=seller_id,
                name=one.seller.name,
                policy=self._policy_of(one),
                now=world.now,
                source=source,
                external_id=name,
            )
            sellers[name] = KnownSeller(
                seller=Seller(id=seller_id, name=one.seller.name), policy_hash=policy_hash
            )
        return sellers

    def _again(
        self,
        transaction: Transaction,
        world: World,
        one: ImportedOrder,
        there: KnownOrder,
        people: People,
    ) -> Outcome:
        """Write a payload of an order that is known, unless it says nothing new or is older."""
        if self._chosen:
            account = people.by_login.get(self._chosen)
            if account is None or account.id != there.buyer_id:
                reason = "this order is in another account already; orders are not moved"
                return rejection_of(one, Refusal.OTHER_ACCOUNT, reason)
        return write_again(transaction, world, one, there)

    def _make_passwords(self, found: Sequence[ImportedOrder]) -> None:
        """Hash the passwords of accounts that will be new, before the database is locked."""
        if not found:
            return

        def missing(connection: Connection) -> list[str]:
            world = world_of(connection, self._tenant)
            names = {one.external_id for one in found}
            known = repository.known_orders(connection, self._tenant, str(found[0].source), names)
            fresh = [one for one in found if one.external_id not in known]
            people = People.of(connection, world, fresh, self._chosen)
            for one in fresh:
                people.account_for(one)
            return [new.key for new in people.added if new.key not in self._secrets]

        keys = self._patiently(lambda: self._database.read_now(missing))
        if keys:
            passwords = [new_password() for _ in keys]
            with ThreadPoolExecutor(HASHING_THREADS, "argon2") as threads:
                hashes = threads.map(hash_now, passwords)
                for key, password, password_hash in zip(keys, passwords, hashes, strict=True):
                    self._secrets[key] = Secret(password, password_hash)

    def _secret_of(self, key: str) -> Secret:
        """Return the password of a new account; made now for one that nobody foresaw."""
        if key not in self._secrets:
            password = new_password()
            self._secrets[key] = Secret(password, hash_now(password))
        return self._secrets[key]

    def _remember(self, batch: _Batch) -> None:
        """Note whose the orders of a committed batch became."""
        for account, password in batch.new:
            self.accounts[account.id] = UsedAccount(account, password)
        unknown = set(batch.owners) - self.accounts.keys()
        if unknown:
            found = self._patiently(
                lambda: self._database.read_now(
                    lambda connection: account_rows.accounts_by_id(
                        connection, self._tenant, unknown
                    )
                )
            )
            for account in found.values():
                self.accounts[account.id] = UsedAccount(account)
        for owner in batch.owners:
            self.accounts[owner].orders += 1

    def _patiently(self, work: Callable[[], Result]) -> Result:
        """Do ``work``, again where somebody else holds the database.

        Raises:
            DatabaseUnavailableError: It stays unavailable.
        """
        for seconds in BUSY_WAITS:
            try:
                return work()
            except DatabaseUnavailableError:
                time.sleep(seconds)
        return work()


def _rows_of(
    connection: Connection,
    world: World,
    one: ImportedOrder,
    account: Account,
    seller: KnownSeller,
    *,
    salt: int,
) -> tuple[Adopted, OrderRows]:
    """Return a new order, and all rows of it but its cancellation and its event."""
    policy = policy_by_hash(connection, world.tenant, seller.policy_hash).policy
    names = Names(
        order_id=order_id_of(one, world),
        seller_id=seller.seller.id,
        buyer_id=account.id,
        at=one.order.moments.placed_at,
        salt=salt,
    )
    made = adopted(one, world, names, policy)
    new = NewOrder(
        order=made.order,
        seller=seller.seller,
        policy=policy,
        policy_hash=seller.policy_hash,
        past=past_with_import(made, world),
        fingerprint=fingerprint_of(one),
    )
    rows = rows_of(world.tenant, new, world.now)
    return made, replace(rows, deadlines=repository.to_come(rows.deadlines, world))
