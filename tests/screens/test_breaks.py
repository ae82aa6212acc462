from dataclasses import replace

import pytest

from buyer_portal.screens.catalogue import Catalogue, Control, Screen, breaks, from_json

PAY = Screen(
    id="pay",
    route="/pay",
    headings=("pay.title",),
    landmarks=("main",),
    controls=(
        Control(role="button", names=("pay.now",)),
        Control(role="link", has_own_name=True),
    ),
    test_ids=("data-sum",),
    texts=("pay.now", "pay.title"),
    says=("status.*",),
    leads_to=("orders",),
)
BEFORE = Catalogue(version=1, screens=(PAY,))


@pytest.mark.parametrize(
    ("after", "broken"),
    [
        pytest.param((PAY,), [], id="the-same"),
        pytest.param((), ["pay: the screen is gone"], id="screen-gone"),
        pytest.param(
            (replace(PAY, route="/payment"),), ["pay: moved from /pay to /payment"], id="moved"
        ),
        pytest.param(
            (
                replace(
                    PAY, controls=(Control(role="button", names=("pay.later",)), PAY.controls[1])
                ),
            ),
            ["pay: no button is called pay.now any more"],
            id="renamed",
        ),
        pytest.param(
            (replace(PAY, controls=(Control(role="link", names=("pay.now",)), PAY.controls[1])),),
            ["pay: no button is called pay.now any more"],
            id="another-role",
        ),
        pytest.param(
            (replace(PAY, controls=PAY.controls[:1]),),
            ["pay: no link bears a name of its own any more"],
            id="name-of-its-own-gone",
        ),
        pytest.param(
            (replace(PAY, headings=(), test_ids=(), leads_to=()),),
            [
                "pay: headings: pay.title is gone",
                "pay: test_ids: data-sum is gone",
                "pay: leads_to: orders is gone",
            ],
            id="heading-test-id-and-way-gone",
        ),
        pytest.param(
            (
                replace(
                    PAY,
                    controls=(*PAY.controls, Control(role="checkbox", names=("pay.split",))),
                    leads_to=("help", "orders"),
                ),
                replace(PAY, id="paid", route="/paid"),
            ),
            [],
            id="more-breaks-nothing",
        ),
    ],
)
def test_breaks_are_told_one_by_one(after, broken):
    assert list(breaks(BEFORE, Catalogue(version=1, screens=after))) == broken


def test_names_that_the_server_says_count_where_a_control_can_bear_them():
    assert PAY.offers("link", "status.PAID")
    assert not PAY.offers("button", "status.PAID")
    assert not PAY.offers("link", "other.thing")


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="of format 1, not 2"):
        from_json('{"format": 2, "version": 1, "screens": []}')
