import re

import pytest

from buyer_portal.i18n.catalogue import MissingMessageError, Words, placeholders_of, words_of
from buyer_portal.routes import LOCALES

ENGLISH = words_of("en")


def test_words_fill_placeholders_and_count():
    words = Words(
        "en", {"greet": ("Hello {name}",), "pieces": ("{number} piece", "{number} pieces")}
    )

    assert words("greet", name="Lan") == "Hello Lan"
    assert [words.count("pieces", number) for number in (1, 2, 0)] == [
        "1 piece",
        "2 pieces",
        "0 pieces",
    ]


def test_words_say_what_is_missing():
    words = Words("en", {"greet": ("Hello {name}",)})

    with pytest.raises(MissingMessageError, match="no message 'bye'"):
        words("bye")
    with pytest.raises(MissingMessageError, match="needs 'name'"):
        words("greet")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_messages(locale):
    assert words_of(locale).keys() == ENGLISH.keys()


@pytest.mark.parametrize(
    ("locale", "others"),
    [
        pytest.param("id", r"\b(anda|aku|kalian)\b", id="id-kamu-and-saya"),
        pytest.param("vi", r"\b(quý khách|quý vị|tớ|cậu)\b", id="vi-bạn-and-tôi"),
    ],
)
def test_each_language_speaks_to_its_reader_in_one_voice(locale, others):
    words = words_of(locale)

    told = {
        key
        for key in ENGLISH.keys() & words.keys()
        for form in words.forms(key)
        if re.search(others, form, re.IGNORECASE)
    }

    assert told == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_has_the_placeholders_of_the_english_one(locale):
    words = words_of(locale)

    differing = {
        key
        for key in ENGLISH.keys() & words.keys()
        if {name for form in words.forms(key) for name in placeholders_of(form)}
        != {name for form in ENGLISH.forms(key) for name in placeholders_of(form)}
    }

    assert differing == set()
