"""What can be written, and what a held parcel keeps back."""

from dataclasses import replace

import pytest

from buyer_portal.domain.conversations import MessageKind, clean_text, quick_requests_for
from buyer_portal.domain.holding import held_lines
from buyer_portal.domain.orders import OpenRequest, OrderStatus, RequestKind
from tests.domain.builders import NOW, a_line, an_order


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("  hello \n", "hello", id="outer-spaces"),
        pytest.param("one\r\ntwo\rthree", "one\ntwo\nthree", id="line-breaks"),
        pytest.param("a\x00b\x1b[31mc\x7f\x85", "ab[31mc", id="controls"),
        pytest.param("<b>\u202eevil</b>", "<b>\u202eevil</b>", id="markup-is-text"),
        pytest.param(" \t\n ", "", id="nothing"),
    ],
)
def test_text_is_kept_as_written_without_controls(written, kept):
    assert clean_text(written) == kept


@pytest.mark.parametrize("status", OrderStatus)
def test_quick_requests_end_when_the_parcel_leaves(status):
    offered = quick_requests_for(replace(an_order(), status=status))

    open_stages = {
        OrderStatus.ON_HOLD,
        OrderStatus.AWAITING_SHIPMENT,
        OrderStatus.AWAITING_COLLECTION,
        OrderStatus.PARTIALLY_SHIPPING,
    }
    assert (offered[:1] == (MessageKind.ASK_CANCEL,)) == (status in open_stages)


def test_a_held_line_holds_its_parcel():
    lines = (
        a_line("one", package_id="p1"),
        a_line("two", package_id="p1"),
        a_line("three", package_id="p2"),
        a_line("four", package_id=None),
    )
    request = OpenRequest(id="r", kind=RequestKind.CANCELLATION, requested_at=NOW, held_at=NOW)
    order = replace(an_order(), lines=lines, open_request=request)

    assert held_lines(order, {"one"}, "r") == {"one", "two"}
    assert held_lines(order, {"four"}, "r") == {"four"}


def test_a_request_that_holds_nothing_keeps_nothing_back():
    request = OpenRequest(id="r", kind=RequestKind.CANCELLATION, requested_at=NOW)

    assert held_lines(replace(an_order(), open_request=request), {"line-1"}, "r") == frozenset()
