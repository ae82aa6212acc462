"""Labels that follow the skin, and that nothing else does."""

import pytest
from babel.messages.pofile import read_po

from buyer_portal.domain.skins import SKINS, STANDARD_SKIN
from buyer_portal.i18n.catalogue import LOCALES_DIR, placeholders_of, words_of
from buyer_portal.i18n.skins import SKIN_LABELS
from buyer_portal.routes import LOCALES

OF_GUIDES = [skin for skin in SKINS if skin != STANDARD_SKIN]


def ids_in(locale: str) -> set[str]:
    with (LOCALES_DIR / locale / "LC_MESSAGES" / "skins.po").open("rb") as stream:
        return {str(message.id) for message in read_po(stream) if message.id}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_of_a_skin_belongs_to_a_label_of_the_closed_list(locale):
    known = {f"{label}.{skin}" for label in SKIN_LABELS for skin in OF_GUIDES}

    assert ids_in(locale) - known == set()


def test_every_label_of_the_closed_list_has_another_text_somewhere():
    used = {text.rpartition(".")[0] for text in ids_in("en")}

    assert used == SKIN_LABELS


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("skin", OF_GUIDES)
def test_a_skin_needs_nothing_that_the_label_does_not_have(locale, skin):
    words, plain = words_of(locale, skin), words_of(locale)

    differing = [
        label
        for label in SKIN_LABELS
        if placeholders_of(words.forms(label)[0]) != placeholders_of(plain.forms(label)[0])
    ]

    assert differing == []


def test_words_outside_the_list_are_the_same_under_every_skin():
    for skin in OF_GUIDES:
        words, plain = words_of("en", skin), words_of("en")

        keys = plain.keys()
        changed = {key for key in keys if words.forms(key) != plain.forms(key)}

        assert changed <= SKIN_LABELS


def test_a_skin_that_nobody_knows_says_what_the_standard_one_says():
    assert words_of("en", "neon")("cancel.send") == words_of("en")("cancel.send")
