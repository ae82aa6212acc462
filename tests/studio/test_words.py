from gettext import GNUTranslations
from io import BytesIO
from zipfile import ZipFile

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.i18n.changes import NO_CHANGES
from buyer_portal.i18n.po_files import domain_of, domains, handed_over, po_of
from buyer_portal.routes import LOCALES
from buyer_portal.studio.words_check import Fault, Finding, blocks, findings
from buyer_portal.studio.words_views import (
    EVERYWHERE,
    key_saying,
    keys_on,
    matching,
    text_view,
)

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


@pytest.mark.parametrize("locale", LOCALES)
def test_every_file_that_is_handed_over_compiles_and_reads_back(locale):
    for domain in domains():
        plural = len(words_of(locale).forms("studio.words.found"))
        written = po_of(locale, domain, {"studio.words.found": ("»{number}«",) * plural})

        catalogue = read_po(BytesIO(written), locale=locale, abort_invalid=True)
        assert [wrong for _, errors in catalogue.check() for wrong in errors] == []
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        read = GNUTranslations(compiled)
        for message in catalogue:
            if message.id and isinstance(message.id, str):
                assert read.gettext(message.id) == message.string
        if domain == "studio_words":
            assert read.ngettext("studio.words.found", "studio.words.found", 2) == "»{number}«"


def test_changes_of_several_files_go_out_together():
    changed = {"cancel.keep": ("Giữ lại",), "orders.title": ("Đơn",)}

    name, content = handed_over("vi", changed, [])
    one, _ = handed_over("vi", {"cancel.keep": ("Giữ lại",)}, ["orders.title"])
    none, _ = handed_over("vi", {}, ["orders.title", "cancel.keep"])

    assert (name, one, none) == ("words.vi.zip", "cancel.vi.po", "orders.vi.po")
    with ZipFile(BytesIO(content)) as archive:
        assert archive.namelist() == ["cancel.vi.po", "orders.vi.po"]
        read = read_po(archive.open("orders.vi.po"), locale="vi")
        assert {message.id: message.string for message in read}["orders.title"] == "Đơn"


@pytest.mark.parametrize(
    ("locale", "said", "keys", "key"),
    [
        ("en", "Why can’t I cancel?", ["why.open"], "why.open"),
        ("en", "Why  can’t I\n cancel?", [], "why.open"),
        ("vi", "Vì sao tôi không thể hủy?", ["nobody.knows"], "why.open"),
        ("en", "Nobody says this", [], ""),
    ],
)
def test_a_text_that_was_pressed_is_found(locale, said, keys, key):
    assert key_saying(said, keys, locale, NO_CHANGES) == key


def test_a_text_with_placeholders_is_found_by_what_surrounds_them():
    said = words_of("en")(INTRO, seller="Mộc Ceramics")

    assert key_saying(said, [], "en", NO_CHANGES) == INTRO


def test_the_file_that_is_handed_over_is_the_catalogue_with_the_change():
    written = po_of("vi", "cancel", {"cancel.keep": ("Giữ lại",)})

    read = {str(one.id): one.string for one in read_po(BytesIO(written), locale="vi")}
    own = read_po(BytesIO(po_of("vi", "cancel", {})), locale="vi")
    assert read["cancel.keep"] == "Giữ lại"
    changed = {str(one.id) for one in own if one.id and read[str(one.id)] != one.string}
    assert changed == {"cancel.keep"}
