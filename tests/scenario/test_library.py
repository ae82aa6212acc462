"""Each named scenario can be called by its name in every language."""

import pytest

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.routes import LOCALES
from buyer_portal.scenario.library import LIBRARY, scenario_named


@pytest.mark.parametrize("locale", LOCALES)
def test_names_have_words_that_tell_them_apart(locale):
    words = words_of(locale)

    titles = [words(f"studio.scenario.{name}") for name in LIBRARY]

    assert len(set(titles)) == len(titles)


def test_unknown_name_is_none():
    assert scenario_named("nothing") is None
