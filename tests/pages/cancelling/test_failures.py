"""Faults, lost replies and late presses: nobody cancels twice, nobody is left guessing."""

import time

import httpx

from buyer_portal import session
from buyer_portal.commands import following
from buyer_portal.order_client.connection import Connection
from tests.pages.background import run_in_background
from tests.pages.cancelling.forms import FORM, status_of


async def test_a_fault_says_so_and_one_press_tries_again(open_order):
    shop, page, cancel = await open_order()
    await shop.fail("cancel")
    await run_in_background(cancel, "send", FORM)
    failed = (cancel.failure.cause.cause, cancel.failure.retry, await status_of(page))
    await shop.fail()

    await run_in_background(cancel, "retry")

    assert failed == ("system_error", "send", "AWAITING_SHIPMENT")
    assert (cancel.result.kind, cancel.result.reason) == (
        "cancelled",
        "I found a better price · Cheaper next door",
    )


async def test_after_a_fault_the_same_goes_out_with_the_same_key(open_order, noted_keys):
    shop, page, cancel = await open_order()
    await shop.fail("cancel")
    await run_in_background(cancel, "send", FORM)
    first = cancel.again
    await page.refresh()  # reading the page again must not make it another command
    await run_in_background(cancel, "retry")
    await shop.fail()

    await run_in_background(cancel, "retry")

    assert first.is_automatic
    assert len(noted_keys) == 3
    assert len(set(noted_keys)) == 1
    assert (cancel.result.kind, cancel.again) == ("cancelled", None)


async def test_another_choice_after_a_fault_is_another_command(open_order, noted_keys):
    shop, _, cancel = await open_order()
    await shop.fail("cancel")
    await run_in_background(cancel, "send", FORM)
    await shop.fail()

    await run_in_background(cancel, "send", {**FORM, "text": "Something else"})

    assert len(set(noted_keys)) == 2
    assert cancel.result.reason.endswith("Something else")


async def test_after_many_faults_people_decide(open_order):
    shop, _, cancel = await open_order()
    await shop.fail("cancel")
    await run_in_background(cancel, "send", FORM)
    focused = cancel.endings
    for _ in range(4):
        cancel._failed_at = 0.0
        await run_in_background(cancel, "retry")

    assert not cancel.again.is_automatic
    assert cancel.failure.retry == "send"
    assert cancel.endings == focused  # what the page tries by itself takes no focus


async def test_retrying_without_a_command_says_so(open_order):
    _, page, cancel = await open_order()
    before = cancel.answer

    await run_in_background(cancel, "retry")
    await run_in_background(cancel, "check")

    assert (cancel.answer, cancel.outcome) == (before + 1, "none")
    assert await status_of(page) == "AWAITING_SHIPMENT"


class _LossyTransport(httpx.AsyncBaseTransport):
    """Passes requests on and loses the answers of commands while ``loses``."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.loses = True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        if self.loses and request.method == "POST":
            raise httpx.ReadTimeout("the answer got lost", request=request)
        return answer


async def test_a_lost_reply_is_asked_about_until_it_is_known(open_order, service, monkeypatch):
    _, page, cancel = await open_order()
    lossy = _LossyTransport(service._http._transport)
    token = service._http.headers["Authorization"].removeprefix("Bearer ")
    monkeypatch.setattr(following, "PAUSES_SECONDS", (0,))
    async with Connection(service_token=token, transport=lossy) as connection:
        session.use_connection(connection)
        await run_in_background(cancel, "send", FORM)
        unknown = (cancel.failure.retry, cancel.failure.done, cancel.result)
        await page.refresh()  # it stays unknown, whatever the page reads
        lossy.loses = False

        await run_in_background(cancel, "check")

    session.use_connection(service)
    assert unknown == ("check", "", None)
    assert cancel.result.kind == "cancelled"
    assert await status_of(page) == "CANCELLED"


async def test_a_press_that_arrives_late_is_not_carried_out(open_order):
    _, page, cancel = await open_order()
    minute_ago = str(int((time.time() - 60) * 1000))

    await run_in_background(cancel, "send", {**FORM, "sent_at": minute_ago})

    assert (cancel.failure.cause.title, cancel.failure.retry) == (
        "Your request reached us too late",
        "dialog",
    )
    assert await status_of(page) == "AWAITING_SHIPMENT"


async def test_the_service_refuses_what_is_past_its_time(open_order):
    shop, page, cancel = await open_order()
    await shop.advance(3600)

    await run_in_background(cancel, "send", FORM)

    assert cancel.failure.cause.title == "Your request reached us too late"
    assert await status_of(page) == "AWAITING_SHIPMENT"
