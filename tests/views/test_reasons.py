"""Reasons that sellers, the system and the platform give by a key, in the buyer's words."""

from dataclasses import replace

import pytest

from buyer_portal.domain.cancellations import Actor, CancellationStatus
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_service.cancellations.whole_orders import UNPAID_EXPIRED
from buyer_portal.routes import LOCALES
from buyer_portal.views.result import ResultView

from .order_details import cancellation_of, detail_of

OF_OTHERS = (
    # Partner API: reasons of sellers for declining and cancelling, of system and operator.
    UNPAID_EXPIRED,
    "ecom_cb_sc_out_return",
    "ecom_order_unpaid_canceled_reason_not_want_pay",
    "ecom_reverse_reject_cancel_reason_product_packed",
    "ecom_reverse_reject_refund_request_package_delivery_multiple_boxes",
    "operator_cancel_risk_control_block",
    "order_manage_list_action_respond_popup_reject_reason_buyer_agree",
    "order_manage_list_action_respond_popup_reject_reason_buyer_agree_uk",
    "order_manage_list_action_respond_popup_reject_reason_delivered",
    "order_manage_list_action_respond_popup_reject_reason_delivered_uk",
    "order_manage_list_action_respond_popup_reject_reason_invalid_cancellation_reason",
    "order_manage_list_action_respond_popup_reject_reason_invalid_cancellation_reason_uk",
    "package_cancel",
    "package_damaged",
    "package_lost",
    "package_scrap",
    "platform_cancel",
    "returned_to_shipper_other",
    "returned_to_shipper_refused",
    "seller_cancel_paid_reason_address_not_deliver",
    "seller_cancel_paid_reason_buyer_requested_cancellation",
    "seller_cancel_reason_out_of_stock",
    "seller_cancel_reason_wrong_price",
    "seller_cancel_unpaid_reason_buyer_hasnt_paid_within_time_allowed",
    "seller_cancel_unpaid_reason_buyer_requested_cancellation",
    "seller_cancel_unpaid_reason_out_of_stock",
    "seller_cancel_unpaid_reason_wrong_price",
    "seller_reject_apply_product_has_been_packed",
    "seller_reject_apply_unable_to_change_address",
    "system_cancel_add_address_overtime",
    "system_cancel_anti_span_block",
    "system_cancel_cross_border_entry_warehouse_failed_reason2",
    "system_cancel_failed_due_to_tts",
    "system_cancel_order_exceed_edt_not_arrive",
    "system_cancel_order_reason_experience_related",
    "system_cancel_order_reason_potential_fraud",
    "system_cancel_order_reason_shipping_timeout",
    "system_cancel_order_untracked",
    "system_cancel_unpaid_time_out",
    "threepl_breach",
)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_key_that_others_give_has_words(locale):
    words = words_of(locale)

    assert [key for key in OF_OTHERS if not words.has(f"reason.{key}")] == []


def test_a_reason_is_read_in_the_reader_s_words_or_as_it_was_written(printer_in):
    key = "seller_reject_apply_product_has_been_packed"

    read = {locale: printer_in(locale).reason(key) for locale in LOCALES}

    assert read == {
        "en": "The goods are already packed",
        "vi": "Hàng đã được đóng gói",
        "id": "Barang sudah dikemas",
    }
    assert printer_in("en").reason("Sorry, {name}, too late.") == "Sorry, {name}, too late."
    assert printer_in("en").reason("") == ""


def test_a_declined_request_tells_why_in_words(printer_in):
    detail = detail_of()
    declined = replace(
        cancellation_of(detail, CancellationStatus.REJECTED),
        answer_reason="seller_reject_apply_unable_to_change_address",
        answered_by=Actor.SELLER,
    )

    result = ResultView.of(declined, detail, printer_in())

    assert result.text == "Gió Sneakers answered: The address cannot be changed any more"


def test_a_cancellation_of_another_system_tells_why_in_words(printer_in):
    detail = detail_of()
    lost = replace(
        cancellation_of(detail, CancellationStatus.COMPLETE),
        requested_by=Actor.SYSTEM,
        reason_key="",
        reason_text="package_lost",
    )

    assert ResultView.of(lost, detail, printer_in()).reason == "The parcel was lost on its way"
