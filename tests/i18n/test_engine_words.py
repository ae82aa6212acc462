import tomllib
from pathlib import Path

import pytest

from buyer_portal import policies
from buyer_portal.domain.orders import (
    ChargeKind,
    OrderStatus,
    OrderTab,
    PaymentMethod,
    PaymentState,
)
from buyer_portal.domain.policy import Permission, RefusalEffect
from buyer_portal.guidance.messages import all_message_keys
from buyer_portal.i18n.catalogue import placeholders_of, words_of
from buyer_portal.order_contract.events import STEPLESS_EVENTS, EventType
from buyer_portal.routes import LOCALES

REASONS = tomllib.loads((Path(policies.__path__[0]) / "reasons.toml").read_text())
REASON_KEYS = sorted(
    {
        key
        for stages in (*REASONS["lists"].values(), REASONS["returns"])
        for keys in stages.values()
        for key in keys
    }
)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_engine_never_lacks_words(locale):
    words = words_of(locale)

    assert [key for key in all_message_keys() if not words.has(key)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_texts_of_the_engine_use_only_what_it_gives(locale):
    words = words_of(locale)

    strange = {
        key: placeholders_of(words.forms(key)[0]) - set(given)
        for key, given in all_message_keys().items()
        if placeholders_of(words.forms(key)[0]) - set(given)
    }

    assert strange == {}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        pytest.param("reason", REASON_KEYS, id="reasons"),
        pytest.param("status", [*OrderStatus, "REQUESTED"], id="statuses"),
        pytest.param("order.sentence", OrderStatus, id="sentences"),
        pytest.param("orders.tab", OrderTab, id="tabs"),
        pytest.param("method", PaymentMethod, id="payment-methods"),
        pytest.param("payment", PaymentState, id="payment-states"),
        pytest.param("price", ChargeKind, id="charges"),
        pytest.param("order.policy", Permission, id="permissions"),
        pytest.param("policy.refusal", RefusalEffect, id="refusals"),
        pytest.param(
            "event", [one for one in EventType if one not in STEPLESS_EVENTS], id="events"
        ),
    ],
)
def test_every_code_has_words(locale, prefix, codes):
    words = words_of(locale)

    assert [code for code in codes if not words.has(f"{prefix}.{code}")] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_reasons_that_english_says_alike_are_alike(locale):
    words, english = words_of(locale), words_of("en")
    by_text: dict[str, set[str]] = {}
    for key in REASON_KEYS:
        by_text.setdefault(english(f"reason.{key}"), set()).add(words(f"reason.{key}"))

    assert [text for text, said in by_text.items() if len(said) > 1] == []
