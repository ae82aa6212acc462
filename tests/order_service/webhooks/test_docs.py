"""The lines of docs/webhooks.md do what the page says, typed as they stand there."""

import asyncio
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from buyer_portal.order_client.connection import Call
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.order_contract.webhooks import NewSource, ReceivedWebhooks, SourceWanted
from buyer_portal.order_service.webhooks import own_events, tiktok_events
from buyer_portal.scenario.scenario import Scenario
from tests.order_service.process import Process

PAGE = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text()
NUMBER = "576486316948490001"
RETURNED = "576486316948490002"


def _shell(after: str) -> str:
    """Return the first block of shell after a heading."""
    found = re.search(r"```sh\n(.*?)```", PAGE.partition(after)[2], re.DOTALL)
    assert found
    return found[1]


async def _typed(lines: str, **environment: str) -> list[dict]:
    """Run lines as a person would, in plain sh; return the answers."""
    shell = shutil.which("sh")
    if shell is None or shutil.which("curl") is None or shutil.which("openssl") is None:
        pytest.skip("the lines need sh, curl and openssl, which this machine lacks")
    path = {"PATH": os.environ["PATH"]}
    ran = await asyncio.create_subprocess_exec(
        shell, "-ec", lines, env=path | environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, errors = await ran.communicate()
    assert errors == b""
    return [json.loads(f"{{{one}") for one in out.decode().split("{")[1:]]


@pytest.fixture
async def process(tmp_path):
    """An order service that curl reaches through its socket, whatever host the line names."""
    made = Process(tmp_path)
    (tmp_path / ".curlrc").write_text(f'unix-socket = "{made.socket}"\n')
    await made.start()
    yield made
    made.kill()


async def test_the_lines_do_what_the_page_says(process, tmp_path):
    """One order is picked up by a carrier of one's own, another by TikTok Shop's word.

    A third comes back, told in disorder.
    """
    shop = {"source": "tiktok-shop"}
    arrived = {**shop, "number": RETURNED, "status": "DELIVERED"}
    orders = [{}, {**shop, "number": NUMBER}, arrived]
    async with process.connect() as connection:
        scenario = Scenario.model_validate({"orders": orders})
        made = await connection.ask(NewTenant, Call("POST", "/testing/tenants", body=scenario))
        path = f"/testing/tenants/{made.tenant}"

        async def let_in(**wanted) -> NewSource:
            call = Call("POST", f"{path}/webhooks/sources", body=SourceWanted(**wanted))
            return await connection.ask(NewSource, call)

        async def detail(key: str) -> OrderDetail:
            call = Call("GET", f"{path}/orders/{made.orders[key]}")
            return await connection.ask(OrderDetail, call)

        carrier = await let_in(name="swift-post", kind="carrier")
        await let_in(name="tiktok", kind="tiktok-shop", app_key="key", secret="app secret")
        address = f"http://orders.example.com/webhooks/{made.tenant}"
        home = {"CURL_HOME": str(tmp_path)}

        app = {**home, "URL": f"{address}/tiktok", "APP_KEY": "key", "APP_SECRET": "app secret"}
        [own] = await _typed(
            _shell("### A system of your own"),
            **home,
            SECRET=carrier.secret,
            URL=f"{address}/swift-post",
            ORDER=made.orders["order-1"],
        )
        [theirs] = await _typed(_shell("### TikTok Shop"), **app, NUMBER=NUMBER)
        back = await _typed(_shell("64 and 65 carry"), **app, NUMBER=RETURNED)
        # Reading what came tries again what waited, as the next tick would.
        received = Call("GET", f"{path}/webhooks/received")
        await connection.ask(ReceivedWebhooks, received)

        assert (own["outcome"], (await detail("order-1")).order.status) == ("applied", "IN_TRANSIT")
        assert (theirs["outcome"], (await detail("order-2")).order.status) == (
            "applied",
            "IN_TRANSIT",
        )
        assert [one["outcome"] for one in back] == ["pending", "applied", "stored"]
        assert [one.status for one in (await detail("order-3")).returns] == ["APPROVED"]
        assert re.fullmatch(r"msg_[0-9a-f]{24}", own["id"])
        assert own == {"id": own["id"], "outcome": "applied", "reason": "", "is_repeated": False}


def test_the_page_names_every_type_that_does_something():
    named = set(re.findall(r"`([a-z]+\.[a-z]+)`", PAGE))

    for acts in own_events.ACTS.values():
        assert acts.keys() <= named
    # What is written like a type and is none of those is one of our own events.
    told = {type_ for acts in own_events.ACTS.values() for type_ in acts}
    assert named - told - {str(one) for one in EventType} == {"data.order", "data.lines"}
    for number in tiktok_events.KNOWN:
        assert re.search(rf"^\| {number} ", PAGE, re.MULTILINE)


def test_the_bodies_of_the_page_can_be_read():
    bodies = re.findall(r"^BODY='(\{\"type\":\"[^\n]*)'$", PAGE, re.MULTILINE)
    dated = [re.sub(r"'\$\(date [^)]*\)'", "2026-03-02T09:00:00Z", body) for body in bodies]
    filled = [body.replace("'$", "").replace("'", "") for body in dated]

    heard = [
        own_events.read(kind, "m", json.loads(body))
        for body in filled
        for kind, acts in own_events.ACTS.items()
        if json.loads(body)["type"] in acts
    ]

    assert [one.type for one in heard] == [
        "parcel.collected",
        "cancellation.rejected",
        "refund.settled",
    ]
