from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.i18n.changes import NO_CHANGES
from buyer_portal.i18n.po_files import domain_of, domains, po_of
from buyer_portal.routes import LOCALES
from buyer_portal.studio.words_check import Fault, Finding, blocks, findings
from buyer_portal.studio.words_views import EVERYWHERE, keys_on, matching, text_view

WORDS = words_of("en")
INTRO = "cancel.intro"


@pytest.mark.parametrize(
    ("locale", "key", "forms", "found"),
    [
        pytest.param("en", INTRO, ("{seller} reads it.",), [], id="fine"),
        pytest.param("vi", INTRO, ("",), [Finding(fault=Fault.EMPTY)], id="empty"),
        pytest.param(
            "en",
            INTRO,
            ("{shop} reads it.",),
            [
                Finding(fault=Fault.PLACEHOLDERS, about="{seller}"),
                Finding(fault=Fault.PLACEHOLDERS, about="{shop}"),
            ],
            id="another-placeholder",
        ),
        pytest.param("en", INTRO, ("{seller reads it",), [Finding(fault=Fault.BRACES)], id="brace"),
        pytest.param(
            "en",
            "orders.empty.title",
            ("One", "Many"),
            [Finding(fault=Fault.PLURALS, about="1")],
            id="a-plural-too-many",
        ),
        pytest.param(
            "id",
            "cancel.keep",
            ("Tetap simpan pesanan saya ini",),
            [Finding(fault=Fault.LENGTH, about="29")],
            id="long",
        ),
        pytest.param(
            "en",
            "cancel.keep",
            ("Oops, keep",),
            [Finding(fault=Fault.BANNED, about="oops")],
            id="banned",
        ),
        pytest.param(
            "en", "cancel.keep", ("Keep  it",), [Finding(fault=Fault.SPACES)], id="spaces"
        ),
    ],
)
def test_what_is_wrong_with_a_text_is_found(locale, key, forms, found):
    assert list(findings(locale, key, forms)) == found


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_of_ours_would_break_a_page_or_says_a_banned_word(locale):
    words = words_of(locale)

    wrong = {
        key: found
        for key in sorted(words.keys())
        if (found := findings(locale, key, words.forms(key)))
        and (blocks(found) or any(one.fault is Fault.BANNED for one in found))
    }

    assert wrong == {}


def test_every_message_has_its_file_and_every_file_its_screen_texts():
    assert {key for keys in domains().values() for key in keys} == WORDS.keys()
    assert domain_of("cancel.keep") == "cancel"
    assert "orders.title" in keys_on("orders")
    assert "status.UNPAID" in keys_on("orders")  # the server prints it into the cards
    assert len(keys_on(EVERYWHERE)) > 1000
    assert keys_on("no-such-screen") == ()


def test_texts_are_found_in_any_language_and_as_changed():
    changes = NO_CHANGES.with_text("en", "cancel.keep", ("Leave it be",))

    assert matching(["cancel.keep", "cancel.title"], "leave it", changes) == ["cancel.keep"]
    assert matching(["cancel.keep", "cancel.title"], words_of("vi")("cancel.keep"), changes) == [
        "cancel.keep"
    ]


def test_a_row_shows_each_language_the_change_and_what_is_wrong():
    changes = NO_CHANGES.with_text("vi", INTRO, ("Xin chào",))

    row = text_view(INTRO, changes, WORDS)

    vietnamese = next(cell for cell in row.cells if cell.locale == "vi")
    assert [cell.locale for cell in row.cells] == list(LOCALES)
    assert (vietnamese.text, vietnamese.is_changed) == ("Xin chào", True)
    assert vietnamese.findings == ["{seller} must stand in every language alike."]
    assert row.pseudo[1].startswith("[{seller} šééš")


def test_the_file_that_is_handed_over_is_the_catalogue_with_the_change():
    written = po_of("vi", "cancel", {"cancel.keep": ("Giữ lại",)})

    read = {str(one.id): one.string for one in read_po(BytesIO(written), locale="vi")}
    own = read_po(BytesIO(po_of("vi", "cancel", {})), locale="vi")
    assert read["cancel.keep"] == "Giữ lại"
    changed = {str(one.id) for one in own if one.id and read[str(one.id)] != one.string}
    assert changed == {"cancel.keep"}
