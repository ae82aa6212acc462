"""Who sent it: published vectors, and everything that must not pass."""

import time

import pytest

from buyer_portal.order_service.webhooks.sealing import Seal, SealBrokenError
from buyer_portal.order_service.webhooks.signatures import (
    SecretError,
    is_signed,
    is_signed_by_tiktok,
    key_of,
    new_secret,
    sign,
    tiktok_signature,
)

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, STAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
HEADERS = {"webhook-id": ID, "webhook-timestamp": str(STAMP), "webhook-signature": SIGNATURE}

# The body of EcomPHP/tiktokshop-php, tests/WebhookTest.php, with its key and secret.
TIKTOK = (
    b'{"type":1,"shop_id":"7494726673780148744","timestamp":1664095733,"data":{"order_id":'
    b'"576684019603311365","order_status":"AWAITING_SHIPMENT","update_time":1664095610}}'
)
TIKTOK_SIGNATURE = "21109834de72ec53c9959716d8514ae388ce1f123e5ffdcafc46713fcdf62b27"


def test_the_vector_of_standard_webhooks():
    assert sign(SECRET, ID, STAMP, BODY) == SIGNATURE
    assert is_signed(HEADERS, BODY, [SECRET], now_seconds=STAMP)


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_clock_may_be_five_minutes_off(seconds):
    assert is_signed(HEADERS, BODY, [SECRET], now_seconds=STAMP + seconds)


@pytest.mark.parametrize(
    ("changes", "body", "now"),
    [
        pytest.param({}, BODY + b" ", STAMP, id="other-body"),
        pytest.param({"webhook-id": "msg_2"}, BODY, STAMP, id="other-id"),
        pytest.param({"webhook-timestamp": str(STAMP + 1)}, BODY, STAMP, id="other-time"),
        pytest.param({"webhook-timestamp": "now"}, BODY, STAMP, id="no-number"),
        pytest.param({"webhook-timestamp": "٣"}, BODY, STAMP, id="other-digits"),
        pytest.param({"webhook-timestamp": ""}, BODY, STAMP, id="no-time"),
        pytest.param({"webhook-signature": ""}, BODY, STAMP, id="none"),
        pytest.param({"webhook-signature": SIGNATURE[3:]}, BODY, STAMP, id="no-version"),
        pytest.param({"webhook-signature": "v1a" + SIGNATURE[2:]}, BODY, STAMP, id="asymmetric"),
        pytest.param({}, BODY, STAMP + 301, id="too-old"),
        pytest.param({}, BODY, STAMP - 301, id="from-the-future"),
    ],
)
def test_anything_else_is_a_forgery(changes, body, now):
    assert not is_signed({**HEADERS, **changes}, body, [SECRET], now_seconds=now)


def test_any_of_several_signatures_and_secrets_will_do():
    headers = HEADERS | {"webhook-signature": f"v1,AAAA {SIGNATURE}"}

    assert is_signed(headers, BODY, [new_secret(), SECRET], now_seconds=STAMP)
    assert not is_signed(headers, BODY, [new_secret()], now_seconds=STAMP)


def test_a_signature_beyond_the_eighth_is_not_looked_at():
    headers = HEADERS | {"webhook-signature": "v1,AAAA " * 8 + SIGNATURE}

    assert not is_signed(headers, BODY, [SECRET], now_seconds=STAMP)


def test_an_empty_id_proves_nothing():
    headers = {
        "webhook-timestamp": str(STAMP),
        "webhook-signature": sign(SECRET, "", STAMP, BODY),
    }

    assert not is_signed(headers, BODY, [SECRET], now_seconds=STAMP)


def test_the_vector_of_tiktok_shop():
    assert tiktok_signature("fake_app_key", "fake_app_secret", TIKTOK) == TIKTOK_SIGNATURE


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("wrong signature", id="of-the-published-test"),
        pytest.param(TIKTOK_SIGNATURE.upper(), id="upper-case"),
        pytest.param(f"Bearer {TIKTOK_SIGNATURE}", id="bearer"),
        pytest.param("", id="none"),
    ],
)
def test_no_other_authorization_is_tiktoks(given):
    sent = {"authorization": TIKTOK_SIGNATURE}
    keys = {"app_key": "fake_app_key"}

    assert is_signed_by_tiktok(sent, TIKTOK, ["fake_app_secret"], **keys)
    assert not is_signed_by_tiktok({"authorization": given}, TIKTOK, ["fake_app_secret"], **keys)


@pytest.mark.parametrize(
    "secret",
    [
        pytest.param("whsec_", id="empty"),
        pytest.param("whsec_c2hvcnQ=", id="short"),
        pytest.param("whsec_not base64!", id="not-base64"),
        pytest.param("whsec_" + "QUFB" * 30, id="long"),
    ],
)
def test_a_weak_secret_is_refused(secret):
    with pytest.raises(SecretError):
        key_of(secret)


def test_new_secrets_differ_and_can_be_used():
    assert len({new_secret() for _ in range(20)}) == 20
    assert is_signed(
        {
            "webhook-id": "a",
            "webhook-timestamp": str(int(time.time())),
            "webhook-signature": sign(secret := new_secret(), "a", int(time.time()), b"{}"),
        },
        b"{}",
        [secret],
        now_seconds=time.time(),
    )


def test_a_seal_opens_with_its_own_key_alone():
    sealed = Seal(b"a" * 32).close(SECRET)

    assert SECRET not in sealed
    assert Seal(b"a" * 32).open(sealed) == SECRET
    with pytest.raises(SealBrokenError):
        Seal(b"b" * 32).open(sealed)
