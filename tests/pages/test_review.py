import pytest

from buyer_portal.domain.reviews import REVIEW_CHARACTERS, Improvement
from buyer_portal.pages.review.state import RATING_FIELD, REVIEW_FIELD, ReviewState
from buyer_portal.views.phase import Phase
from tests.pages.background import run_in_background

REFUNDED = {"orders": [{"status": "CANCELLED", "cancelled_hours_ago": 30 * 24}]}
DAYS_40 = 40 * 86_400


@pytest.fixture
def open_review(make_state):
    async def make(shop, buyer="buyer", locale=""):
        address = f"{locale}/orders/{shop.made.orders['order-1']}/review/"
        state = make_state(ReviewState, address, await shop.sign_in(buyer))
        async for _ in state.load():
            pass
        return state

    return make


@pytest.fixture
async def paid_back(open_shop):
    shop = await open_shop(**REFUNDED)
    await shop.advance(DAYS_40)
    return shop


async def test_the_form_is_open_once_the_money_is_back(paid_back, open_review):
    state = await open_review(paid_back)

    assert (state.phase, state.view.is_open, state.view.is_given) == (Phase.READY, True, False)
    assert state.view.headline == "How did it go?"


async def test_it_waits_while_money_is_on_its_way(open_shop, open_review):
    state = await open_review(await open_shop())

    assert (state.view.is_open, state.view.headline) == (False, "Not yet")


async def test_sending_shows_what_was_said(paid_back, open_review):
    state = await open_review(paid_back, locale="/vi")

    await run_in_background(
        state,
        "send",
        {"rating": "4", f"improve-{Improvement.SUPPORT}": "1", "text": " Nhanh ", "sent_at": ""},
    )

    assert (state.outcome, state.view.is_given, state.view.text) == ("done", True, "Nhanh")
    assert state.view.rating_text == "4 trên 5: Tốt"
    assert state.view.improvements == ["Sự giúp đỡ của bộ phận hỗ trợ"]


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        pytest.param({}, [RATING_FIELD], id="nothing"),
        pytest.param({"rating": "6"}, [RATING_FIELD], id="too-good"),
        pytest.param({"rating": ["5"], "text": 3}, [RATING_FIELD], id="odd"),
        pytest.param(
            {"rating": "5", "text": "x" * (REVIEW_CHARACTERS + 1)}, [REVIEW_FIELD], id="long"
        ),
        pytest.param(None, [RATING_FIELD], id="no-form"),
    ],
)
async def test_what_is_wrong_is_named(paid_back, open_review, form, fields):
    state = await open_review(paid_back)

    await run_in_background(state, "send", form)

    assert [error.field_id for error in state.errors] == fields
    assert (await open_review(paid_back)).view.is_given is False


async def test_another_tab_was_faster(paid_back, open_review):
    slow, fast = await open_review(paid_back), await open_review(paid_back)
    await run_in_background(fast, "send", {"rating": "5"})

    await run_in_background(slow, "send", {"rating": "1"})

    assert (slow.view.is_given, slow.view.rating) == (True, 5)


async def test_an_outage_keeps_the_form(paid_back, open_review):
    state = await open_review(paid_back)
    await paid_back.fail("give_review")

    await run_in_background(state, "send", {"rating": "5"})

    assert (state.outcome, state.view.is_open) == ("errors", True)


async def test_a_foreign_order_is_not_there(open_shop, open_review):
    shop = await open_shop(buyers=[{"key": "one"}, {"key": "two"}], orders=[{"buyer": "one"}])

    state = await open_review(shop, "two")

    assert (state.phase, state.view) == (Phase.MISSING, None)
