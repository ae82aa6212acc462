from datetime import UTC, datetime

import pytest

from buyer_portal.order_contract.events import SILENT_EVENTS, EventType
from buyer_portal.order_contract.notifications import Notification
from buyer_portal.routes import LOCALES
from buyer_portal.views.notifications import NotificationView

TOLD = sorted(set(EventType) - SILENT_EVENTS)


def a_notification(kind: str, **parameters: str) -> Notification:
    return Notification(
        id="n1",
        type=kind,
        order_id="o1",
        parameters=parameters,
        created_at=datetime(2026, 11, 22, 4, 0, tzinfo=UTC),
        is_read=False,
    )


def test_notification_prints_words_amount_and_both_times(printer_in):
    notification = a_notification(
        "order.cancelled", number="5764", refund_minor="612000", currency="VND", reference="C-1"
    )

    view = NotificationView.of(notification, printer_in("vi"))

    assert view == NotificationView(
        id="n1",
        title="Đơn hàng đã hủy",
        text="Đơn 5764 đã được hủy. Bạn không cần làm gì thêm.",
        more="Bạn được hoàn 612.000\N{NO-BREAK SPACE}₫.",
        icon="return",
        tone="good",
        href="/vi/orders/o1/",
        ago="3 giờ trước",
        moment="CN, 22\xa0thg\xa011, 11:00",
        full="11:00:00 GMT+07:00 Chủ Nhật, 22 tháng 11, 2026",
        at="2026-11-22T04:00:00+00:00",
        is_read=False,
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", TOLD)
def test_every_event_has_words_of_its_own(kind, locale, printer_in):
    view = NotificationView.of(a_notification(kind, number="5764"), printer_in(locale))
    general = NotificationView.of(a_notification("no.such", number="5764"), printer_in(locale))

    assert view.title != general.title
    assert "5764" in view.text


@pytest.mark.parametrize(
    ("kind", "parameters", "more"),
    [
        pytest.param(
            "cancellation.requested",
            {"refund_minor": "2130", "currency": "USD"},
            "If the seller agrees, you get back $21.30.",
            id="money-if-agreed",
        ),
        pytest.param(
            "cancellation.rejected",
            {"refund_minor": "2130", "currency": "USD", "reason": "It is <b>packed</b>."},
            "The seller says: “It is <b>packed</b>.”",
            id="no-money-when-declined",
        ),
        pytest.param(
            "order.cancelled", {"refund_minor": "0", "currency": "USD"}, "", id="nothing-paid"
        ),
        pytest.param(
            "order.cancelled", {"refund_minor": "1e9", "currency": "USD"}, "", id="no-number"
        ),
        pytest.param(
            "order.cancelled", {"refund_minor": "12", "currency": "XXX"}, "", id="no-currency"
        ),
    ],
)
def test_more_tells_money_and_reason_where_they_hold(kind, parameters, more, printer_in):
    view = NotificationView.of(a_notification(kind, **parameters), printer_in())

    assert view.more == more


def test_a_request_that_the_carrier_overtook_tells_both_times(printer_in):
    notification = a_notification(
        "cancellation.overtaken",
        number="1",
        first_at="2026-11-22T03:00:00+00:00",
        second_at="2026-11-22T02:59:00+00:00",
    )

    view = NotificationView.of(notification, printer_in())

    assert (view.title, view.text, view.more) == (
        "The carrier was faster",
        (
            "Order 1 has left, so your request to cancel is closed. Open it to see what you can do"
            " now."
        ),
        "The carrier took it on Sun 22 Nov, 10:00. Your request came on Sun 22 Nov, 09:59.",
    )


def test_an_order_without_a_number_is_called_yours(printer_in):
    view = NotificationView.of(a_notification("order.delivered"), printer_in())

    assert view.text == "Your order has arrived."
