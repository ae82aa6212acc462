import pytest

from buyer_portal.pages.login.state import LoginState, safe_next
from buyer_portal.session import SessionState, use_connection


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        pytest.param("/orders/", "/orders/", id="page"),
        pytest.param("/vi/orders/0198/?a=b#c", "/vi/orders/0198/?a=b#c", id="with-query"),
        pytest.param("", "", id="empty"),
        pytest.param("/", "", id="front-door"),
        pytest.param("/vi/", "", id="front-door-in-vietnamese"),
        pytest.param("/login/", "", id="login-itself"),
        pytest.param("/vi/login/?next=/vi/login/", "", id="login-itself-in-vietnamese"),
        pytest.param("https://evil.example/", "", id="other-site"),
        pytest.param("//evil.example/orders/", "", id="scheme-less"),
        pytest.param("/\\evil.example", "", id="backslash"),
        pytest.param("/orders\\..\\", "", id="backslash-inside"),
        pytest.param("javascript:alert(1)", "", id="script"),
        pytest.param("/orders/\n", "", id="line-break"),
        pytest.param("/orders/\u202eevil", "", id="bidi"),
        pytest.param("/" + "o" * 600, "", id="too-long"),
    ],
)
def test_only_pages_of_ours_are_gone_back_to(address, kept):
    assert safe_next(address) == kept


@pytest.mark.usefixtures("service")
async def test_load_reads_the_address_and_carries_it_to_other_languages(make_state):
    address = "/vi/login/?problem=too-many-tries&next=%2Fvi%2Fprofile%2F&ticket=t.1"
    state = make_state(LoginState, address)

    await state.load()

    assert (state.problem, state.next_path, state.ticket) == (
        "too-many-tries",
        "/vi/profile/",
        "t.1",
    )
    assert state.query == "?next=%2Fvi%2Fprofile%2F&ticket=t.1"


@pytest.mark.usefixtures("service")
async def test_a_problem_that_we_do_not_know_is_not_told(make_state):
    state = make_state(LoginState, "/login/?problem=<b>&next=https://evil.example")

    await state.load()

    assert (state.problem, state.next_path, state.query) == ("", "", "")


@pytest.mark.usefixtures("service")
async def test_outside_demo_mode_nobody_can_be_tried(make_state):
    state = make_state(LoginState, "/login/")

    await state.load()

    assert state.demo_buyers == []


async def test_the_form_wears_the_skin_of_the_shop_that_its_ticket_names(make_state, open_shop):
    shop = await open_shop(skin="send")
    skins = []

    for ticket in (shop.made.ticket, "forged.ticket", ""):
        state = make_state(LoginState, f"/login/?ticket={ticket}")
        await state.load()
        skins.append((await state.get_state(SessionState)).skin)

    assert skins == ["send", "standard", "standard"]


async def test_the_form_is_there_when_the_shop_is_silent(make_state, silent_connection):
    use_connection(silent_connection)
    state = make_state(LoginState, "/login/?problem=unavailable")

    await state.load()

    assert (state.problem, state.demo_buyers) == ("unavailable", [])
