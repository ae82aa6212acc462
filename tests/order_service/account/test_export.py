"""A buyer's own data: all of it, nothing of anybody else, readable by people and programs."""

import csv
import io
import json
import zipfile

import pytest

from buyer_portal.order_contract.paths import SESSION_HEADER
from buyer_portal.order_service.account.personal import TREATMENTS, Scope
from buyer_portal.order_service.tables import METADATA

BUYERS = [
    {"key": "one", "name": "=cmd|' /C calc'!A0", "email": "one@example.com"},
    {"key": "two", "name": "Canary Of Two", "email": "two@example.com"},
]


@pytest.fixture
async def take(http):
    """Download the data of a session."""

    async def do(session) -> zipfile.ZipFile:
        answer = await http.get("/v1/me/export", headers={SESSION_HEADER: session})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
        return zipfile.ZipFile(io.BytesIO(answer.content))

    return do


def test_every_table_says_what_is_exported_and_erased():
    assert sorted(TREATMENTS) == sorted(METADATA.tables)


def test_every_exported_table_has_the_columns_it_names():
    wrong = [
        (name, column)
        for name, one in TREATMENTS.items()
        for column in {*one.hidden, *one.cleared, *one.documents, one.scope.value} - {"", "tenant"}
        if column not in METADATA.tables[name].c
    ]
    assert wrong == []


def test_a_table_of_buyers_is_nobodys_only_with_a_reason():
    nobodys = [name for name, one in TREATMENTS.items() if one.scope is Scope.NOBODY]

    assert [name for name in nobodys if "buyer_id" in METADATA.tables[name].c] == []


async def test_all_files_are_there_in_both_forms(make_world, take):
    world = await make_world(buyers=BUYERS, orders=[{"buyer": "one"}])

    archive = await take(await world.session("one"))

    files = sorted(one.file for one in TREATMENTS.values() if one.file)
    expected = {f"{name}.{form}" for name in files for form in ("json", "csv")}
    assert set(archive.namelist()) == {*expected, "README.txt"}
    for name in files:
        records = json.loads(archive.read(f"{name}.json"))
        table = archive.read(f"{name}.csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(table, newline="")))
        assert len(rows) == len(records), name


async def test_an_order_is_told_with_its_lines_and_its_history(make_world, take, cancel):
    world = await make_world(buyers=BUYERS, orders=[{"buyer": "one"}])
    buyer = await world.buyer("one")
    await cancel(buyer, world.order())
    detail = await buyer.order(world.order())

    archive = await take(await world.session("one"))

    [order] = json.loads(archive.read("orders.json"))
    history = json.loads(archive.read("history.json"))
    [refund] = json.loads(archive.read("refunds.json"))
    assert (order["number"], order["lines"][0]["product_name"], order["total_minor"]) == (
        detail.order.number,
        detail.order.lines[0].product_name,
        detail.order.total_minor,
    )
    assert [step["type"] for step in history] == [step.type for step in detail.history]
    assert refund["amount_minor"] == detail.cancellations[0].refunds[0].amount_minor
    assert refund["requested_at"].endswith("Z")


async def test_nothing_of_another_buyer_is_in_it(make_world, take):
    world = await make_world(buyers=BUYERS, orders=[{"buyer": "one"}, {"buyer": "two"}])

    archive = await take(await world.session("one"))

    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert world.order("order-1").encode() in everything
    assert world.order("order-2").encode() not in everything
    assert b"Canary Of Two" not in everything


async def test_a_cell_is_never_a_formula(make_world, take):
    world = await make_world(buyers=BUYERS, orders=[{"buyer": "one"}])

    archive = await take(await world.session("one"))

    [row] = csv.DictReader(io.StringIO(archive.read("account.csv").decode("utf-8-sig")))
    assert row["name"] == f"'{BUYERS[0]['name']}"
    assert json.loads(archive.read("account.json"))[0]["name"] == BUYERS[0]["name"]


async def test_secrets_stay_here(make_world, take):
    world = await make_world(buyers=BUYERS, orders=[{"buyer": "one"}])
    session = await world.session("one")

    archive = await take(session)

    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert session.encode() not in everything
    assert b"password" not in everything


async def test_nobody_gets_anything_without_a_session(http):
    answer = await http.get("/v1/me/export", headers={SESSION_HEADER: "0" * 64})

    assert answer.status_code == 401
