"""To whose account an imported order goes."""

import pytest

from buyer_portal.importers import Refusal, Rejection
from buyer_portal.importers.command import Written
from buyer_portal.order_service.imports.use_cases import OrderImport
from buyer_portal.order_service.me.tables import BuyerRow
from buyer_portal.order_service.orders.tables import OrderRow
from tests.importers.conftest import tidy_order

from .conftest import orders_of, rows, stored

LAN = "lan@example.vn"


@pytest.mark.parametrize(
    ("payloads", "expected"),
    [
        pytest.param(
            [{"id": "1", "user_id": "7", "buyer_email": ""}],
            {"tiktok-shop-7": 1},
            id="no e-mail",
        ),
        pytest.param(
            [{"id": "1", "user_id": "7"}, {"id": "2", "user_id": "7", "buyer_email": ""}],
            {LAN: 2},
            id="the id decides",
        ),
        pytest.param(
            [{"id": "1", "user_id": "7"}, {"id": "2", "user_id": "8"}],
            {LAN: 1, "tiktok-shop-8": 1},
            id="two ids with one e-mail",
        ),
        pytest.param(
            [{"id": "1", "user_id": "7", "buyer_email": "Buyer@Example.com"}],
            {"buyer@example.com": 1},
            id="an account that is there",
        ),
    ],
)
def test_each_buyer_id_has_an_account(database, tenant, importing, payloads, expected):
    importing.write(orders_of(*(tidy_order(**members) for members in payloads)))

    used = {one.account.login: one.orders for one in importing.accounts.values()}
    assert used == expected
    logins = {row.login for row in rows(database, tenant, BuyerRow)}
    assert logins == {"buyer@example.com", *expected}


def test_ids_that_differ_in_capitals_only_are_two_accounts(importing):
    importing.write(
        orders_of(
            tidy_order(id="1", user_id="Ab", buyer_email=""),
            tidy_order(id="2", user_id="aB", buyer_email=""),
        )
    )

    assert sorted(used.orders for used in importing.accounts.values()) == [1, 1]
    assert len({used.account.login for used in importing.accounts.values()}) == 2


def test_new_accounts_get_passwords_of_their_own_and_known_ones_none(database, tenant, importing):
    importing.write(orders_of(tidy_order(id="1"), tidy_order(id="2", user_id="8")))
    again = OrderImport(database, tenant=tenant)
    again.write(orders_of(tidy_order(id="3")))

    new = [used.password for used in importing.accounts.values()]
    assert (len(set(new)), {len(password) for password in new}) == (2, {19})
    hashes = {row.password_hash for row in rows(database, tenant, BuyerRow) if row.external_id}
    assert {one.split("$")[1] for one in hashes} == {"argon2id"}
    assert len(hashes) == 2
    assert [(used.password, used.orders) for used in again.accounts.values()] == [("", 1)]


def test_one_chosen_buyer_gets_every_order(database, tenant):
    importing = OrderImport(database, tenant=tenant, chosen_login="me@example.com")

    importing.write(orders_of(tidy_order(id="1"), tidy_order(id="2", user_id="8")))

    [used] = importing.accounts.values()
    assert (used.account.login, used.account.name, used.orders) == ("me@example.com", "me", 2)
    assert {row.buyer_id for row in rows(database, tenant, OrderRow)} == {used.account.id}
    assert LAN not in {row.login for row in rows(database, tenant, BuyerRow)}


def test_an_order_is_not_moved_to_another_account(database, tenant, importing):
    importing.write(orders_of(tidy_order()))
    before = stored(database, tenant)
    chosen = OrderImport(database, tenant=tenant, chosen_login="me@example.com")

    [outcome] = chosen.write(orders_of(tidy_order()))

    assert isinstance(outcome, Rejection)
    assert outcome.code is Refusal.OTHER_ACCOUNT
    assert stored(database, tenant) == before


def test_an_order_stays_with_its_chosen_buyer(database, tenant):
    OrderImport(database, tenant=tenant, chosen_login="me@example.com").write(
        orders_of(tidy_order())
    )

    later = OrderImport(database, tenant=tenant)

    assert later.write(orders_of(tidy_order())) == [Written.UNCHANGED]
    assert [used.account.login for used in later.accounts.values()] == ["me@example.com"]
