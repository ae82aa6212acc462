from contextvars import copy_context

import pytest

from buyer_portal.i18n import changes
from buyer_portal.i18n.catalogue import placeholders_of, words_of
from buyer_portal.i18n.changes import NO_CHANGES, WordChanges
from buyer_portal.i18n.pseudo import Pseudo, pseudo_text

KEEP = "cancel.keep"


@pytest.fixture
def read_as():
    """Read texts as somebody of a tenant, in a context of its own."""

    def read(tenant, key, locale="en"):
        def say():
            changes.read_as(tenant)
            return words_of(locale)(key)

        return copy_context().run(say)

    return read


@pytest.fixture
def changed():
    """Change words of the tenant ``mine`` until the test ends."""
    yield lambda given: changes.change("mine", given)
    changes.change("mine", NO_CHANGES)


def test_changed_words_are_read_in_their_tenant_and_language_alone(changed, read_as):
    changed(NO_CHANGES.with_text("en", KEEP, ("Leave it",)))

    assert (
        read_as("mine", KEEP),
        read_as("mine", KEEP, "vi"),
        read_as("other", KEEP),
        words_of("en")(KEEP),
    ) == ("Leave it", words_of("vi")(KEEP), words_of("en")(KEEP), "Keep order")


def test_a_word_given_back_is_the_catalogues_again(changed, read_as):
    edited = NO_CHANGES.with_text("en", KEEP, ("Leave it",))
    changed(edited)

    changed(edited.with_text("en", KEEP, None))

    assert read_as("mine", KEEP) == "Keep order"
    assert changes.changes_of("mine") is NO_CHANGES


def test_placeholders_are_filled_into_changed_words(changed):
    changed(NO_CHANGES.with_text("en", "cancel.intro", ("Your reason goes to {seller}.",)))

    def say():
        changes.read_as("mine")
        return words_of("en")("cancel.intro", seller="Gió")

    assert copy_context().run(say) == "Your reason goes to Gió."


def test_message_ids_can_stand_in_place_of_texts(changed, read_as):
    changed(WordChanges(pseudo=Pseudo.KEYS))

    assert read_as("mine", KEEP) == "[cancel.keep]"


@pytest.mark.parametrize("kind", [Pseudo.LONG, Pseudo.ACCENTED, Pseudo.RTL])
def test_a_pseudo_language_keeps_every_placeholder(kind):
    words = words_of("en")
    lost = {
        key
        for key in sorted(words.keys())
        for form in words.forms(key)
        if placeholders_of(pseudo_text(form, kind)) != placeholders_of(form)
    }

    assert lost == set()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param(Pseudo.NONE, "Keep {name}", id="none"),
        pytest.param(Pseudo.ACCENTED, "[Kééþ {name}]", id="accented"),
        pytest.param(Pseudo.LONG, "[Keeeep {name} ·]", id="long"),
        pytest.param(Pseudo.RTL, "نثثح {name}", id="right-to-left"),
    ],
)
def test_how_a_pseudo_language_looks(kind, text):
    assert pseudo_text("Keep {name}", kind) == text
