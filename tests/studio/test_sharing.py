"""A shared link carries the whole scenario, and nothing that was not signed here."""

import base64
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyer_portal.i18n.changes import WordChanges
from buyer_portal.i18n.pseudo import Pseudo
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio import sharing
from buyer_portal.studio.shared_words import SharedWords
from buyer_portal.studio.sharing import (
    MAX_TOKEN,
    Fault,
    Reached,
    Shared,
    SharedLinkError,
    TooLargeToShareError,
    share,
    shared,
)

KEY = b"k" * 32
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
TOKEN = share(LIBRARY["packed"].scenario, key=KEY, now=NOW)


def _fault(token, *, key=KEY, now=NOW):
    with pytest.raises(SharedLinkError) as refused:
        shared(token, key=key, now=now)
    return refused.value.fault


@pytest.mark.parametrize("named", LIBRARY.values(), ids=lambda named: named.name)
def test_link_gives_back_the_whole_scenario(named):
    token = share(named.scenario, key=KEY, now=NOW)

    assert shared(token, key=KEY, now=NOW) == Shared(scenario=named.scenario)
    assert len(token) < 500  # a phone's camera reads the code of that


def test_link_of_what_was_played_names_the_copy_and_the_page():
    reached = Reached(tenant="t-0123456789abcdef", buyer="b", order="o", path="/vi/orders/o/")
    scenario = LIBRARY["packed"].scenario
    token = share(scenario, key=KEY, now=NOW, reached=reached)

    assert shared(token, key=KEY, now=NOW) == Shared(scenario=scenario, reached=reached)
    assert len(token) < 500


def test_link_of_changed_words_and_looks_holds_them():
    texts = {"vi": {"why.open": ("Sao không được?",)}, "en": {"orders.more": ("one", "{number}")}}
    changes = WordChanges(texts=texts, pseudo=Pseudo.LONG, look="orchard")
    words = SharedWords.of(changes)
    scenario = LIBRARY["packed"].scenario
    token = share(scenario, key=KEY, now=NOW, words=words)

    assert shared(token, key=KEY, now=NOW) == Shared(scenario=scenario, words=words)
    assert _fault(token[:-6] + ("A" if token[-6] != "A" else "B") + token[-5:]) is Fault.TAMPERED


def test_pages_read_of_a_link_what_they_know_and_what_breaks_none():
    broken = {"why.open": ("{nobody}",), "no.such": ("x",), "cancel.keep": ("Away with it",)}

    read = SharedWords(texts={"en": broken}, look="neon").changes()

    assert read == WordChanges(texts={"en": {"cancel.keep": ("Away with it",)}})


@pytest.mark.parametrize("number", [20, 2000])
def test_so_many_words_go_into_a_link_and_no_more(number):
    texts = {f"key.{at}": (f"Text {at * 7919 % 1009}",) for at in range(number)}
    words = SharedWords(texts={"en": texts})

    if number == 20:
        token = share(Scenario(), key=KEY, now=NOW, words=words)
        assert shared(token, key=KEY, now=NOW).words == words
    else:
        with pytest.raises(TooLargeToShareError):
            share(Scenario(), key=KEY, now=NOW, words=words)


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="ascii"))
def test_changed_link_is_refused(place, letter):
    changed = TOKEN[:place] + letter + TOKEN[place + 1 :]
    same = base64.urlsafe_b64decode(TOKEN + "==")
    try:
        if base64.urlsafe_b64decode(changed + "==") == same:
            return  # another spelling of the same bytes
    except ValueError:
        pass

    assert _fault(changed) is Fault.TAMPERED


@pytest.mark.parametrize("token", ["", "x", "é", "A" * (MAX_TOKEN + 1), TOKEN[:-4], TOKEN + "AAAA"])
def test_torn_link_is_refused(token):
    assert _fault(token) is Fault.TAMPERED


def test_link_of_another_installation_is_refused():
    assert _fault(TOKEN, key=b"o" * 32) is Fault.TAMPERED


def test_link_expires():
    last = NOW + sharing.LIFETIME - timedelta(seconds=1)

    assert shared(TOKEN, key=KEY, now=last).scenario == LIBRARY["packed"].scenario
    assert _fault(TOKEN, now=NOW + sharing.LIFETIME) is Fault.EXPIRED


def _signed(packed, *, form=1):
    body = sharing._HEAD.pack(form, int((NOW + sharing.LIFETIME).timestamp())) + packed
    return base64.urlsafe_b64encode(sharing._mac(KEY, body) + body).decode().rstrip("=")


def _packed(document):
    packer = zlib.compressobj(level=9, wbits=-15, zdict=sharing._DICTIONARY)
    return packer.compress(document) + packer.flush()


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(_signed(b"no deflate"), id="other-packing"),
        pytest.param(_signed(_packed(b"{}"), form=9), id="other-form"),
        pytest.param(_signed(_packed(b'{"version":99}')), id="unknown-version"),
        pytest.param(_signed(_packed(b'{"reached":null}'), form=2), id="of-no-scenario"),
        pytest.param(
            _signed(_packed(b'{"scenario":{},"words":{"texts":{"fr":{"a":["b"]}}}}'), form=2),
            id="words-of-a-language-that-is-gone",
        ),
        pytest.param(_signed(_packed(b'{"seed":"' + b"a" * 1_000_000 + b'"}')), id="bomb"),
    ],
)
def test_what_was_signed_by_another_version_is_told_so(token):
    assert _fault(token) is Fault.OUTDATED


def test_old_version_is_migrated():
    token = _signed(_packed(b'{"version":1,"market":"ID"}'))

    assert shared(token, key=KEY, now=NOW).scenario == Scenario(market="ID")


def test_scenario_that_no_address_can_hold_is_not_shared():
    orders = [{"key": f"order {n} {n * 7919 % 1009}", "number": str(n**5)} for n in range(2000)]

    with pytest.raises(TooLargeToShareError):
        share(Scenario.model_validate({"orders": orders}), key=KEY, now=NOW)
