import pytest

from buyer_portal.guidance.changes import ChangeKind, change_instead, is_classified
from buyer_portal.policies import reason_keys


def test_reasons_that_a_change_serves_better():
    offered = {key: change_instead(key) for key in reason_keys()}

    assert {key: kind for key, kind in offered.items() if kind} == {
        "buyer_cancel_add_items": ChangeKind.ITEMS,
        "buyer_cancel_wrong_quantity": ChangeKind.QUANTITY,
        "ecom_order_to_ship_canceled_reason_discount_not_expected": ChangeKind.COUPON,
        "ecom_order_to_ship_canceled_reason_discount_not_expected_uk": ChangeKind.COUPON,
        "buyer_cancel_need_to_input/change_coupon_code": ChangeKind.COUPON,
        "buyer_cancel_wrong_item_variation_(colour,_size,_etc.)": ChangeKind.VARIANT,
        "ecom_order_to_ship_canceled_reason_change_payment_method": ChangeKind.PAYMENT_METHOD,
        "ecom_order_to_ship_canceled_reason_change_payment_method_uk": ChangeKind.PAYMENT_METHOD,
        "ecom_order_to_ship_canceled_reason_forgot_to_apply_coupons": ChangeKind.COUPON,
        "ecom_order_to_ship_canceled_reason_wrong_delivery_info": ChangeKind.ADDRESS,
        "ecom_order_to_ship_canceled_reason_wrong_delivery_info_uk": ChangeKind.ADDRESS,
        "ecom_order_unpaid_canceled_reason_payment_method_not_available": (
            ChangeKind.PAYMENT_METHOD
        ),
        "ecom_order_unpaid_canceled_reason_payment_method_not_available_uk": (
            ChangeKind.PAYMENT_METHOD
        ),
        "ecom_order_unpaid_canceled_reason_wrong_delivery_info": ChangeKind.ADDRESS,
        "ecom_order_unpaid_canceled_reason_wrong_delivery_info_uk": ChangeKind.ADDRESS,
    }


def test_free_words_offer_no_change():
    assert change_instead("") is None


@pytest.mark.parametrize("key", reason_keys())
def test_every_reason_of_every_market_is_either_served_by_a_change_or_by_none(key):
    assert is_classified(key)


def test_a_reason_nobody_thought_about_is_noticed():
    assert not is_classified("ecom_order_to_ship_canceled_reason_the_moon")
