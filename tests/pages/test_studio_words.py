"""The words page: texts are changed in one prototype, checked, and handed over."""

import json
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from buyer_portal import session
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.i18n.changes import NO_CHANGES, changes_of
from buyer_portal.i18n.pseudo import Pseudo
from buyer_portal.pages.studio.words.link_state import WordsLinkState
from buyer_portal.pages.studio.words.state import WordsState
from buyer_portal.studio.link_views import NO_LINK

SAY = words_of("en")


@pytest.fixture
def open_words(service, make_state):  # noqa: ARG001 - it is what answers
    async def do(address="/studio/words/"):
        state = make_state(WordsState, address)
        async for _ in state.load():
            pass
        return state

    return do


def _changes(state):
    return changes_of(state._prototype.tenant)


def _next(state):
    return parse_qs(urlsplit(state.src).query)["next"][0]


async def test_it_opens_a_prototype_and_lists_what_stands_on_its_page(open_words):
    state = await open_words("/vi/studio/words/")

    assert (state.screen, state.locale, state.has_failed) == ("order", "vi", False)
    assert _next(state).startswith("/vi/orders/")
    assert "why.open" in {text.key for text in state.texts} or state.has_more
    assert _changes(state) is NO_CHANGES


async def test_a_change_holds_in_its_prototype_alone_until_it_is_taken_back(open_words):
    state, other = await open_words(), await open_words()
    await state.search("why.open")
    [text] = [one for one in state.texts if one.key == "why.open"]
    assert [cell.locale for cell in text.cells] == ["en", "vi", "id"]

    await state.edit("en", "why.open", "What stops me?")

    assert _changes(state).texts["en"] == {"why.open": ("What stops me?",)}
    assert _changes(other) is NO_CHANGES
    assert state.edits == 1
    await state.edit("en", "why.open", SAY("why.open"))
    assert state.edits == 0
    await state.edit("vi", "why.open", "Sao không được?")
    turn = state.turn
    await state.take_back()
    assert (_changes(state), state.edits, state.turn) == (NO_CHANGES, 0, turn + 1)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("{oops", "A brace is open or left over."),
        ("", "A form is empty."),
        ("Ask {nobody}", "{nobody} must stand in every language alike."),
    ],
)
async def test_what_would_break_a_page_is_marked_and_not_shown(open_words, text, finding):
    state = await open_words()
    await state.search("why.open")

    await state.edit("en", "why.open", text)

    row = next(one for one in state.texts if one.key == "why.open")
    found = next(cell for cell in row.cells if cell.locale == "en").findings
    assert found == [finding]
    assert "why.open" not in _changes(state).texts.get("en", {})


@pytest.mark.parametrize(
    ("locale", "key", "text"),
    [("fr", "why.open", "x"), ("en", "no.such", "x"), ("en", 7, "x"), ("en", "why.open", None)],
)
async def test_what_is_no_text_is_ignored(open_words, locale, key, text):
    state = await open_words()

    await state.edit(locale, key, text)

    assert state.edits == 0


async def test_pseudo_language_and_look_hold_in_the_prototype(open_words):
    state = await open_words()

    await state.pick_pseudo("rtl")
    await state.pick_look("orchard")

    assert (_changes(state).pseudo, _changes(state).look) == (Pseudo.RTL, "orchard")
    await state.pick_pseudo("klingon")
    await state.pick_look("neon")
    assert (state.pseudo, state.look) == ("rtl", "orchard")
    await state.pick_look("")
    await state.pick_pseudo("")
    assert _changes(state) is NO_CHANGES


async def test_a_link_holds_the_words_and_goes_on_with_them(open_words):
    state = await open_words()
    await state.edit("en", "why.open", "What stops me?")
    await state.edit("vi", "why.open", "{oops")  # would break a page, so it stays here
    await state.pick_look("orchard")
    await state.pick_language("vi")
    state.pick_device("desktop")
    linked = await state.get_state(WordsLinkState)

    await linked.make_link()

    assert (linked.problem, linked.link.worn) == ("", ["1 changed text", "Look: Orchard"])
    other = await open_words(linked.link.in_words)
    assert other._prototype.tenant != state._prototype.tenant
    assert _changes(other).texts["en"] == {"why.open": ("What stops me?",)}
    shown = (other.scenario, other.look, other.edits, other.locale, other.device, other.width)
    assert shown == ("", "orchard", 1, "vi", "desktop", 1280)
    assert _next(other).startswith("/vi/orders/")
    async for _ in other.pick_scenario("refund"):
        pass
    assert (other.scenario, _changes(other).look) == ("refund", "orchard")


async def test_words_that_no_link_can_hold_say_so(open_words):
    state = await open_words()
    for at, key in enumerate(sorted(words_of("en").keys())[:200]):
        if len(words_of("en").forms(key)) == 1 and "{" not in words_of("en").forms(key)[0]:
            await state.edit("en", key, sha256(bytes([at])).hexdigest())
    linked = await state.get_state(WordsLinkState)

    await linked.make_link()

    assert (linked.link, linked.problem) == (NO_LINK, "too_many_words")


async def test_a_link_that_does_not_open_says_why_and_lists_texts_all_the_same(open_words):
    state = await open_words("/studio/words/?shared=torn")

    assert (state.refused, state._prototype, state.src) == ("tampered", None, "")
    assert state.texts
    async for _ in state.pick_scenario("refund"):
        pass
    assert (state.refused, state._prototype is not None) == ("", True)


async def test_another_situation_is_another_prototype_with_the_same_words(open_words):
    state = await open_words()
    await state.edit("en", "why.open", "What stops me?")
    before = state._prototype.tenant

    async for _ in state.pick_scenario("refund"):
        pass

    assert state._prototype.tenant != before
    assert (state.screen, _next(state).endswith("/refund/")) == ("refund", True)
    assert changes_of(before) is NO_CHANGES
    assert "why.open" in _changes(state).texts["en"]


async def test_language_and_size_of_the_page_are_chosen(open_words):
    state = await open_words()
    tenant = state._prototype.tenant

    await state.pick_language("id")
    state.pick_device("desktop")

    assert _next(state).startswith("/id/orders/")
    assert (state.width, state.height) == (1280, 800)
    await state.pick_language("fr")
    state.pick_device("watch")
    assert (state.locale, state.device, state._prototype.tenant) == ("id", "desktop", tenant)


async def test_without_frames_a_link_opens_the_page(open_words):
    state = await open_words()
    await state.know_frames("maybe")
    assert state.link == ""

    await state.know_frames("no")
    first = state.link
    await state.renew()

    assert first.startswith("/studio/enter?")
    assert state.link != first  # each is used once


@pytest.mark.parametrize(
    ("pressed", "key"),
    [
        ({"text": "Why can’t I cancel?", "keys": ["why.open"]}, "why.open"),
        ({"text": "The seller has packed your parcel", "keys": []}, "why.packed.title"),
    ],
)
async def test_a_text_that_was_pressed_is_listed(open_words, pressed, key):
    state = await open_words()

    state.locate(json.dumps(pressed))

    assert state.query == key
    assert key in [text.key for text in state.texts]


@pytest.mark.parametrize(
    "pressed", ["", "[]", '{"text": 7, "keys": []}', '{"text": "Nobody says so", "keys": []}', None]
)
async def test_what_no_message_says_lists_nothing_else(open_words, pressed):
    state = await open_words()
    before = (state.query, state.screen)

    state.locate(pressed)

    assert (state.query, state.screen) == before


async def test_lists_go_on_and_are_searched(open_words):
    state = await open_words()
    state.pick_screen("everywhere")
    first = len(state.texts)
    state.more()

    assert (first, len(state.texts), state.has_more) == (40, 80, True)
    await state.search("zzz-nothing")
    assert (state.texts, state.has_more) == ([], False)
    state.pick_screen("nowhere")
    assert state.screen == "everywhere"


async def test_the_files_of_what_changed_go_out(open_words):
    state = await open_words()
    assert state.download("fr") is None
    await state.edit("vi", "why.open", "Sao không được?")

    event = state.download("vi")

    assert ".vi.po" in str(event.args)


async def test_a_service_that_does_not_answer_is_told(make_state, silent_connection):
    session.use_connection(silent_connection)
    state = make_state(WordsState, "/studio/words/")

    async for _ in state.load():
        pass

    assert (state.has_failed, state.src) == (True, "")
    assert state.texts
