from datetime import UTC, datetime

import pytest

from buyer_portal.order_contract.sessions import Buyer, Me
from buyer_portal.views.profile import ProfileView, TabCounterView, initials_of


def me_of(counts: dict[str, int], **buyer: object) -> Me:
    return Me(
        buyer=Buyer.model_validate(
            {"id": "b", "tenant": "main", "name": "Nguyễn Thị Lan", "login": "lan@example.vn"}
            | buyer
        ),
        session_key="s",
        counts=counts,
        minimum_client_build=1,
        server_now=datetime(2026, 11, 22, tzinfo=UTC),
    )


def test_profile_says_who_and_what_waits(printer_in):
    view = ProfileView.of(me_of({"to-pay": 1, "to-receive": 120}), printer_in())

    assert view == ProfileView(
        name="Nguyễn Thị Lan",
        login="lan@example.vn",
        initials="NL",
        counters=[
            TabCounterView(
                tab="to-pay",
                label="To pay",
                badge="1",
                name="To pay, 1 order",
                href="/orders/?tab=to-pay",
                icon="card",
            ),
            TabCounterView(
                tab="to-ship",
                label="To ship",
                badge="",
                name="To ship, 0 orders",
                href="/orders/?tab=to-ship",
                icon="box",
            ),
            TabCounterView(
                tab="to-receive",
                label="To receive",
                badge="99+",
                name="To receive, 120 orders",
                href="/orders/?tab=to-receive",
                icon="truck",
            ),
            TabCounterView(
                tab="cancelled",
                label="Cancelled & refunds",
                badge="",
                name="Cancelled & refunds, 0 orders",
                href="/orders/?tab=cancelled",
                icon="return",
            ),
        ],
        standing_text="Good",
        standing_about="No parcel was refused at the door. Cancelling in time never counts against"
        " you.",
        is_standing_good=True,
    )


def test_strikes_are_counted_in_words(printer_in):
    one = ProfileView.of(me_of({}, strikes=1), printer_in())
    two = ProfileView.of(me_of({}, strikes=2), printer_in())

    assert (one.standing_text, two.standing_text, two.is_standing_good) == (
        "1 refused delivery",
        "2 refused deliveries",
        False,
    )


def test_a_buyer_without_a_name_is_called_by_their_login(printer_in):
    view = ProfileView.of(me_of({}, name=""), printer_in())

    assert (view.name, view.login, view.initials) == ("lan@example.vn", "", "LE")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        pytest.param("Budi", "B", id="one-word"),
        pytest.param("Anna  Maria de la Cruz", "AC", id="first-and-last"),
        pytest.param("🦊 ?", "?", id="no-letters"),
        pytest.param("", "?", id="empty"),
        pytest.param("đặng văn ứng", "ĐỨ", id="vietnamese-letters"),
    ],
)
def test_initials_are_first_and_last(name, initials):
    assert initials_of(name) == initials
