"""How a policy tells until when something can be cancelled, and for which goods."""

# ranges of days have a dash in print
import pytest

from buyer_portal.domain.orders import GoodsKind, OrderStatus
from buyer_portal.domain.policy import Permission, StagePolicy
from buyer_portal.views.policy import PolicyStageView
from tests.views.policies import GOES_ON, INSTANT, TIMED, a_policy, sentences_of, view_of


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        pytest.param(
            (INSTANT,),
            [
                "You can cancel an order yourself as long as you have not paid.",
                "Once you have paid, the order can no longer be cancelled.",
            ],
            id="unpaid-alone",
        ),
        pytest.param(
            (INSTANT, INSTANT, TIMED),
            [
                "You can cancel an order yourself until the order is confirmed.",
                (
                    "Once the order is confirmed, you can cancel it yourself for 1 hour after"
                    " ordering."
                ),
                "After that you can ask to cancel, and the seller decides.",
                "Once the parcel is packed, the order can no longer be cancelled.",
                "The seller answers within 1 day. No answer means yes: the order is cancelled.",
                GOES_ON,
            ],
            id="an-hour-then-request",
        ),
        pytest.param(
            (INSTANT, StagePolicy(cancel=Permission.REQUEST), INSTANT),
            [
                "You can cancel an order yourself as long as you have not paid.",
                "Once you have paid, you can ask to cancel, and the seller decides.",
                "Once the order is confirmed, you can cancel it yourself.",
                "Once the parcel is packed, the order can no longer be cancelled.",
                "The seller answers within 1 day. No answer means yes: the order is cancelled.",
                GOES_ON,
            ],
            id="open-again-later",
        ),
        pytest.param(
            (StagePolicy(),),
            ["As long as you have not paid, the order can no longer be cancelled."],
            id="never",
        ),
    ],
)
def test_windows_follow_the_stages(rules, told, printer_in):
    view = view_of(a_policy(*rules, answer_hours=24), printer_in())

    cancelling = [view.lead, *sentences_of(view, "Cancelling")]

    assert cancelling[: len(told)] == told
    assert cancelling[len(told) :] == [
        (
            "Single pieces of an order can be cancelled; when a part has left, you can still cancel"
            " the rest."
        ),
        "You choose a reason when you cancel; the seller sees it.",
        "An order that is not paid within 2 days is cancelled by itself.",
    ]


def test_a_timed_window_says_what_comes_then(printer_in):
    view = view_of(a_policy(INSTANT, INSTANT, TIMED), printer_in())

    assert view.stages[2] == PolicyStageView(
        stage="Waiting for shipment",
        who="You, for 1 hour after ordering",
        then="Then you ask and the seller decides",
        mark="instant",
    )


def test_exclusions_with_the_same_permission_share_a_sentence(printer_in):
    policy = a_policy(
        INSTANT,
        INSTANT,
        exclusions={
            GoodsKind.PRE_ORDER: Permission.REQUEST,
            GoodsKind.PERISHABLE: Permission.REQUEST,
            GoodsKind.DIGITAL: Permission.NONE,
        },
        excludes_shipped_by_seller=Permission.NONE,
        exclusion_stages=(OrderStatus.AWAITING_SHIPMENT, OrderStatus.AWAITING_COLLECTION),
    )

    told = sentences_of(view_of(policy, printer_in()), "Cancelling")

    assert told[3:5] == [
        (
            "Once the order is confirmed, it is different for pre-orders and fresh goods: you can"
            " ask, and the seller decides."
        ),
        (
            "Once the order is confirmed, it is different for digital goods and parcels that the"
            " seller ships: these cannot be cancelled."
        ),
    ]


def test_a_window_that_closes_nothing_is_not_told(printer_in):
    for_good = StagePolicy(
        cancel=Permission.INSTANT, instant_minutes=60, cancel_later=Permission.INSTANT
    )

    view = view_of(a_policy(INSTANT, INSTANT, for_good), printer_in())

    assert view.lead == "You can cancel an order yourself until the seller packs the parcel."
    assert view.stages[2] == PolicyStageView(
        stage="Waiting for shipment", who="You, at once", then="", mark="instant"
    )
