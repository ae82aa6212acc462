"""Refunds through Stripe's API, against a server that speaks it on this machine."""

import dataclasses
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from buyer_portal.domain.cancellations import RefundFailure
from buyer_portal.domain.orders import PaymentMethod
from buyer_portal.order_service.refunds.payouts import (
    PaymentSystemUnavailableError,
    Payout,
    PayoutState,
)
from buyer_portal.order_service.refunds.stripe_payments import StripePayments, stripe_amount

# The stripe package posts forms in a way that httpx would like to be spelt otherwise.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

KEY = "sk_test_51abcdefghijklmnop"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def stripe_url(tmp_path_factory):
    port = _free_port()
    process = subprocess.Popen(  # noqa: S603 - a test's own server
        [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"],
        cwd=tmp_path_factory.mktemp("stripe"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 60
    while True:
        try:
            httpx.get(f"{url}/v1/refunds", auth=(KEY, ""))
            break
        except httpx.TransportError:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)  # another process starts; it tells nobody when
    yield url
    process.kill()
    process.wait()


@pytest.fixture
def charge(stripe_url):
    """A payment of 20 dollars that Stripe took."""

    def ask(path: str, **fields: str) -> dict:
        answer = httpx.post(f"{stripe_url}/v1/{path}", auth=(KEY, ""), data=fields)
        return answer.raise_for_status().json()

    card = ask(
        "payment_methods",
        type="card",
        **{
            "card[number]": "4242424242424242",
            "card[exp_month]": "12",
            "card[exp_year]": "2040",
            "card[cvc]": "123",
        },
    )
    intent = ask(
        "payment_intents",
        amount="2000",
        currency="usd",
        payment_method=card["id"],
        confirm="true",
    )
    return intent["id"]


@pytest.fixture
def payout(charge):
    return Payout(
        tenant="main",
        key="refund-1:1",
        external_payment_id=charge,
        method=PaymentMethod.CARD,
        amount_minor=1250,
        currency="USD",
        asked_at=NOW,
        expected_from=NOW + timedelta(days=3),
        expected_until=NOW + timedelta(days=7),
    )


@pytest.fixture
async def bank(stripe_url):
    made = StripePayments(KEY, api_url=stripe_url)
    yield made
    await made.close()


def _refunds(url: str, charge: str) -> list[dict]:
    found = httpx.get(f"{url}/v1/refunds", auth=(KEY, ""), params={"payment_intent": charge})
    return found.json()["data"]


async def test_refund_is_made_and_found_again(stripe_url, bank, payout):
    made = await bank.submit(payout)
    found = await bank.look_up(payout, made.payout_id)

    assert (made.state, found) == (PayoutState.SETTLED, made)
    [refund] = _refunds(stripe_url, payout.external_payment_id)
    assert (refund["id"], refund["amount"]) == (made.payout_id, 1250)


async def test_same_key_is_the_same_refund_another_key_another(stripe_url, bank, payout):
    first = await bank.submit(payout)

    again = await bank.submit(payout)
    other = await bank.submit(dataclasses.replace(payout, key="refund-2:1", amount_minor=500))

    assert again == first
    amounts = {
        refund["id"]: refund["amount"]
        for refund in _refunds(stripe_url, payout.external_payment_id)
    }
    assert amounts == {first.payout_id: 1250, other.payout_id: 500}


async def test_payment_that_stripe_does_not_know_is_a_failure(bank, payout):
    unknown = dataclasses.replace(payout, external_payment_id="pi_unknown")

    status = await bank.submit(unknown)

    assert (status.state, status.failure) == (PayoutState.FAILED, RefundFailure.PROVIDER_ERROR)


async def test_stripe_that_does_not_answer_is_asked_again(payout):
    bank = StripePayments(KEY, api_url=f"http://127.0.0.1:{_free_port()}")

    with pytest.raises(PaymentSystemUnavailableError):
        await bank.submit(payout)
    with pytest.raises(PaymentSystemUnavailableError):
        await bank.look_up(payout, "re_1")
    await bank.close()


@pytest.mark.parametrize(
    ("amount_minor", "currency", "told"),
    [
        pytest.param(1250, "USD", 1250, id="cents"),
        pytest.param(199_000, "VND", 199_000, id="dong-has-none"),
        pytest.param(15_000_000, "IDR", 15_000_000, id="rupiah-in-sen"),
    ],
)
def test_amounts_are_told_in_stripes_units(amount_minor, currency, told):
    assert stripe_amount(amount_minor, currency) == told
