"""Change here which problems an operation answers with, besides those that follow from its form."""

from collections.abc import Iterator, Mapping
from typing import Final

from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_service.answers import STATUS_OF

_P = ProblemCode

OWN_REFUSALS: Final[Mapping[str, tuple[ProblemCode, ...]]] = {
    "sessions_sign_in": (_P.WRONG_CREDENTIALS, _P.TOO_MANY_TRIES),
    "sessions_sign_in_by_ticket": (_P.WRONG_CREDENTIALS,),
    "sessions_demo_sign_in": (_P.WRONG_CREDENTIALS,),
    "cancellations_cancel": (_P.CANCELLATION_REFUSED, _P.ORDER_CHANGED),
    "cancellations_withdraw": (_P.NOT_WITHDRAWABLE,),
    "changes_change_order": (_P.CHANGE_REFUSED, _P.ORDER_CHANGED),
    "purchases_price_basket": (_P.NOT_FOUND,),
    "purchases_place_order": (_P.PURCHASE_REFUSED, _P.ORDER_CHANGED, _P.NOT_FOUND),
    "refusals_announce": (_P.NOT_REFUSABLE, _P.ORDER_CHANGED),
    "refusals_withdraw": (_P.NOT_WITHDRAWABLE,),
    "returns_request_return": (_P.RETURN_REFUSED, _P.ORDER_CHANGED),
    "returns_ship_return": (_P.ORDER_CHANGED,),
    "returns_answer_offer": (_P.ORDER_CHANGED,),
    "returns_withdraw_return": (_P.NOT_WITHDRAWABLE,),
    "returns_add_photo": (_P.NOT_A_PICTURE, _P.TOO_MANY_PHOTOS, _P.ORDER_CHANGED),
    "returns_remove_photo": (_P.ORDER_CHANGED,),
    "withdrawals_withdraw_from_contract": (_P.WITHDRAWAL_REFUSED,),
    "withdrawals_withdraw_as_stranger": (
        _P.WITHDRAWAL_REFUSED,
        _P.NOT_FOUND,
        _P.TOO_MANY_TRIES,
    ),
    "reviews_give_review": (_P.WRONG_STATE,),
    "account_delete_me": (_P.WRONG_STATE,),
    "standing_appeal": (_P.NOT_APPEALABLE,),
    "conversations_send_message": (_P.TOO_MANY_TRIES,),
    "support_open_ticket": (_P.TOO_MANY_TRIES, _P.NOT_FOUND),
    "support_read_draft": (_P.NOT_FOUND,),
    "support_write": (_P.WRONG_STATE, _P.TOO_MANY_TRIES),
    "support_close": (_P.WRONG_STATE,),
    "webhooks_take_in": (_P.BAD_SIGNATURE,),
    "testing_take_step": (_P.WRONG_STATE, _P.PARCEL_HELD),
    "testing_take_support_step": (_P.WRONG_STATE,),
    "testing_make_copy": (_P.TOO_MANY_COPIES,),
}
"""By operation id; what a new operation of its own can refuse belongs here."""

OF_ALL: Final = (_P.SYSTEM_ERROR,)
OF_GUARDED: Final = (_P.FORBIDDEN,)
OF_SESSIONS: Final = (_P.UNAUTHENTICATED,)
OF_INPUT: Final = (_P.INVALID_REQUEST,)
OF_BODIES: Final = (_P.INVALID_REQUEST, _P.MALFORMED_JSON, _P.TOO_LARGE)
OF_PLACES: Final = (_P.NOT_FOUND,)
OF_COMMANDS: Final = (_P.KEY_MISSING, _P.KEY_REUSED, _P.KEY_IN_USE, _P.COMMAND_EXPIRED)


def statuses_of(code: ProblemCode) -> Iterator[int]:
    """Return the statuses that a problem comes with."""
    yield STATUS_OF[code]
    if code is _P.SYSTEM_ERROR:
        yield 503
    if code is _P.FORBIDDEN:
        yield 401  # no token at all
    if code is _P.MALFORMED_JSON:
        yield 408  # a body that does not arrive in time
