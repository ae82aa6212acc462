import xml.etree.ElementTree as ET

import pytest

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.routes import LOCALES
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.screens.catalogue import promised
from buyer_portal.studio.flow_export import as_mermaid, as_svg
from buyer_portal.studio.flow_map import HEIGHT, WIDTH, flow_map
from buyer_portal.studio.flow_views import ScreenView, screen_view

MAP = flow_map(promised())


def test_every_screen_of_buyers_is_on_the_map_once():
    wanted = {one.id for one in promised().screens if not one.id.startswith("studio")}

    assert sorted(node.id for node in MAP.nodes) == sorted(wanted)


def test_no_box_lies_on_another_or_leaves_the_map():
    for at, node in enumerate(MAP.nodes):
        assert 0 <= node.x <= MAP.width - WIDTH
        assert 0 <= node.y <= MAP.height - HEIGHT
        for other in MAP.nodes[at + 1 :]:
            apart = abs(node.x - other.x) >= WIDTH or abs(node.y - other.y) >= HEIGHT
            assert apart, (node.id, other.id)


def test_ways_are_those_of_the_catalogue():
    drawn = {(edge.source, edge.target) for edge in MAP.edges}

    assert {("login", "orders"), ("order", "refund"), ("support", "support_ticket")} <= drawn
    for source, target in drawn:
        assert target in promised().screen(source).leads_to


@pytest.mark.parametrize("locale", LOCALES)
def test_the_picture_is_whole_and_in_the_language(locale):
    words = words_of(locale)

    drawn = ET.fromstring(as_svg(MAP, words))  # noqa: S314 - our own

    space = "{http://www.w3.org/2000/svg}"
    said = {text.text for text in drawn.iter(f"{space}text")}
    assert words("orders.title") in said
    assert len(list(drawn.iter(f"{space}rect"))) == len(MAP.nodes)
    assert sum(one.get("class") == "way" for one in drawn.iter(f"{space}path")) == len(MAP.edges)


def test_mermaid_has_a_line_for_each_screen_and_way():
    lines = as_mermaid(MAP, words_of("en")).splitlines()

    assert lines[0] == "flowchart LR"
    assert len(lines) == 1 + len(MAP.nodes) + len(MAP.edges)
    assert "  order --> refund" in lines
    assert '  orders(["Orders"])' in lines


def test_a_screen_tells_which_situations_open_on_it():
    words = words_of("en")
    view = screen_view("refund", words)

    assert (view.title, view.route) == ("Refund", "/orders/[order_id]/refund")
    assert [state.name for state in view.states] == [
        name for name, one in LIBRARY.items() if one.scenario.opening.page == view.route
    ]
    assert "order" in {way.id for way in view.comes_from}


def test_no_such_screen_is_none():
    assert screen_view("studio_flow", words_of("en")) == ScreenView()
