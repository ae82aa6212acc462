"""Every label that a guide quotes stands under the skin of that guide, and of no other."""

import pytest

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.i18n.skins import SKIN_LABELS
from tests.guides.statements import GUIDES, STATEMENTS

QUOTED: dict[str, set[str]] = {}
for statement in STATEMENTS.values():
    for text, guides in statement.labels.items():
        QUOTED.setdefault(text, set()).update(GUIDES[guide].skin for guide in guides)
SKINS_OF_GUIDES = sorted({guide.skin for guide in GUIDES.values()})


def texts_under(skin: str) -> set[str]:
    words = words_of("en", skin)
    return {words.forms(key)[0] for key in words.keys()}  # noqa: SIM118 - not a mapping


def labels_under(skin: str) -> set[str]:
    words = words_of("en", skin)
    return {words(label) for label in SKIN_LABELS}


@pytest.mark.parametrize("label", QUOTED)
def test_a_quoted_label_is_said_literally_under_the_skins_of_its_guides(label):
    assert {skin for skin in QUOTED[label] if label not in texts_under(skin)} == set()


@pytest.mark.parametrize("label", QUOTED)
def test_a_label_that_follows_the_skin_is_not_said_under_that_of_another_guide(label):
    saying = {skin for skin in SKINS_OF_GUIDES if label in labels_under(skin)}

    assert saying <= QUOTED[label]
