import pytest

from buyer_portal.screens.catalogue import breaks, from_json, promised, to_json
from buyer_portal.testing.catalogue.__main__ import with_words
from buyer_portal.testing.catalogue.reading import UnnamedScreenError, read_catalogue, screen_id

ADVICE = "make catalogue"


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue()


def test_nothing_that_was_promised_is_taken_back_without_a_new_version(catalogue):
    broken = list(breaks(promised(), catalogue))

    if catalogue.version == promised().version:
        assert broken == [], f"raise VERSION in testing/catalogue/reading.py, then {ADVICE}"


def test_the_published_catalogue_is_of_this_version_and_has_every_screen(catalogue):
    there = {screen.id: screen.route for screen in catalogue.screens}

    assert (promised().version, {one.id: one.route for one in promised().screens}) == (
        catalogue.version,
        there,
    ), ADVICE


def test_every_screen_has_a_heading_and_a_main(catalogue):
    without = {
        one.id for one in catalogue.screens if not one.headings or "main" not in one.landmarks
    }

    assert without == set()


def test_every_screen_can_be_reached_from_another(catalogue):
    reached = {to for screen in catalogue.screens for to in screen.leads_to}
    entrances = {"home", "login", "not_found", "studio_board", "studio_link"}

    assert {screen.id for screen in catalogue.screens} - reached - entrances == set()


def test_an_order_leads_on(catalogue):
    ways = set(catalogue.screen("order").leads_to)

    assert ways >= {"refund", "refuse", "again", "conversation", "seller_policy", "help", "orders"}


def test_what_is_read_off_the_list_of_orders(catalogue):
    orders = catalogue.screen("orders")

    assert (orders.route, orders.headings) == ("/orders", ("orders.title",))
    assert set(orders.landmarks) >= {"main", "navigation nav.label", "navigation orders.tabs"}
    assert orders.offers("searchbox", "orders.search")
    assert orders.offers("button", "action.CANCEL")  # the service says so on a card
    assert not orders.offers("button", "orders.search")
    assert "data-card" in orders.test_ids


def test_what_scripts_mark_on_a_page_is_on_it(catalogue):
    flow, board = catalogue.screen("studio_flow"), catalogue.screen("studio_board")

    assert {"data-current", "data-visited", "data-ready", "data-offline"} <= {*flow.test_ids}
    assert {"data-current", "data-ready"} & {*board.test_ids} == {"data-ready"}
    assert "data-ready" not in catalogue.screen("orders").test_ids


def test_a_refused_link_is_a_screen_in_each_of_its_cases(catalogue):
    refused = catalogue.screen("studio_link")

    assert (refused.route, refused.leads_to) == ("/s/[token]", ("studio_board",))
    assert len(refused.headings) == 5
    assert refused.offers("heading", "studio.refused.expired.title")
    assert refused.offers("link", "studio.refused.link")


def test_the_json_says_all_of_it(catalogue):
    assert from_json(to_json(catalogue)) == catalogue


def test_every_text_of_the_catalogue_is_said_in_each_language(catalogue):
    said = with_words(catalogue)

    for text in ("Your orders", "Đơn hàng", "Pesanan"):
        assert text in said


def test_a_page_without_a_named_address_is_refused():
    with pytest.raises(UnnamedScreenError, match=r"/secret: give it a name in routes\.py"):
        screen_id("/secret")
