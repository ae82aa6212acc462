"""A conversation's states against the real order service."""

import pytest

from buyer_portal import session
from buyer_portal.commands.cancel_state import CancelState
from buyer_portal.pages.conversation.compose_state import ComposeState
from buyer_portal.pages.conversation.state import ConversationState, order_of_conversation
from buyer_portal.pages.messages.state import MessagesState
from buyer_portal.session import SessionState
from buyer_portal.views.phase import Phase

from .background import run_in_background


async def load(state) -> None:
    async for _ in state.load():
        pass


@pytest.fixture
def open_chat(open_shop, make_state):
    """Open the conversation about an order; return shop, its state, and the field's."""

    async def do(query="", locale="", buyers=None, **order):
        shop = await open_shop(
            buyers=buyers or [{"key": "buyer"}],
            sellers=[
                {
                    "key": "s",
                    "name": "Gió Sneakers",
                    "preset": order.pop("preset", "unpaid-only"),
                }
            ],
            orders=[order],
        )
        address = f"{locale}/orders/{shop.made.orders['order-1']}/conversation/{query}"
        state = make_state(ConversationState, address, await shop.sign_in())
        await load(state)
        return shop, state, await state.get_state(ComposeState)

    return do


@pytest.mark.parametrize(
    ("path", "order_id"),
    [
        ("/orders/0198/conversation/", "0198"),
        ("/vi/orders/0198/conversation", "0198"),
        ("/orders/a%2Fb/conversation/", "a/b"),
        ("/orders/0198/", ""),
        ("/conversation/", ""),
        ("/", ""),
    ],
)
def test_the_order_is_read_from_the_path(path, order_id):
    assert order_of_conversation(path) == order_id


async def test_an_empty_conversation_offers_what_can_be_asked(open_chat):
    _, state, _ = await open_chat(locale="/vi")

    assert (state.phase, state.lines, state.view.seller) == (Phase.READY, [], "Gió Sneakers")
    assert [chip.label for chip in state.view.chips] == [
        "Hủy đơn này",
        "Đổi địa chỉ",
        "Khi nào gửi hàng?",
    ]
    assert (state.view.panel, state.prefill) == (None, "")


async def test_the_address_can_have_the_request_written(open_chat):
    _, state, compose = await open_chat(query="?ask=cancel")
    assert state.prefill.startswith("Hello Gió Sneakers, I would like to cancel order ")
    assert state.prefill_kind == "ask_cancel"

    await run_in_background(compose, "send", {"text": state.prefill, "kind": state.prefill_kind})
    await state.refresh()

    assert (state.prefill, state.prefill_kind) == ("", "text")
    assert (state.view.panel.kind, state.lines[0].label) == (
        "waiting",
        "Request: cancel the order",
    )


@pytest.mark.parametrize("query", ["?ask=<script>", "?ask=unlocked", "?seller=&ask="])
async def test_the_address_cannot_write_anything_else(open_chat, query):
    _, state, _ = await open_chat(query=query)

    assert (state.phase, state.prefill) == (Phase.READY, "")


async def test_sending_tells_the_browser_and_the_page_reads_again(open_chat):
    _, state, compose = await open_chat()

    [after] = await run_in_background(
        compose, "send", {"text": "  Hello\r\nthere ", "kind": "text"}
    )
    await state.refresh()

    assert after.fn.__qualname__.endswith("ConversationState.refresh")
    assert (compose.outcome, compose.problem, compose.said) == ("sent", "", "Message sent.")
    assert [(line.side, line.text) for line in state.lines] == [("mine", "Hello\nthere")]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        pytest.param({"text": " \n"}, "Write a message first.", id="empty"),
        pytest.param({}, "Write a message first.", id="no-field"),
        pytest.param(
            {"text": "x" * 1001},
            "Your message is too long. Use up to 1000 characters.",
            id="too-long",
        ),
        pytest.param(
            {"text": ["a", "list"]},
            "Your message is too long. Use up to 1000 characters.",
            id="not-a-text",
        ),
        pytest.param(
            {"text": "Hello", "sent_at": "1000"},
            "The connection was down, so this message was not sent. Your text is still here.",
            id="pressed-long-ago",
        ),
    ],
)
async def test_what_cannot_be_sent_says_why(open_chat, form, problem):
    _, state, compose = await open_chat()

    await run_in_background(compose, "send", form)
    await state.refresh()

    assert (compose.outcome, compose.problem, state.lines) == ("failed", problem, [])


async def test_a_fault_is_told_and_the_same_text_is_sent_once(open_chat):
    shop, state, compose = await open_chat()
    await shop.fail("send_message")

    await run_in_background(compose, "send", {"text": "Hello"})
    failed = (compose.outcome, compose.can_retry, compose.problem)
    await shop.fail()
    await run_in_background(compose, "send", {"text": "Hello"})
    await state.refresh()

    assert failed == ("failed", True, "Not sent, the fault is ours. Your text is still here.")
    assert (compose.outcome, compose.problem) == ("sent", "")
    assert [line.text for line in state.lines] == ["Hello"]


async def test_a_browser_cannot_write_a_steps_line(open_chat):
    _, state, compose = await open_chat()

    await run_in_background(compose, "send", {"text": "Approved!", "kind": "approved"})
    await state.refresh()

    assert [(line.side, line.text) for line in state.lines] == [("mine", "Approved!")]


async def test_the_sellers_unlock_changes_the_panel_and_the_dialog(open_chat):
    shop, state, compose = await open_chat()
    await run_in_background(compose, "send", {"text": "Please.", "kind": "ask_cancel"})

    await shop.step("seller-unlock", reason="You asked in time.")
    await state.refresh()

    panel = state.view.panel
    assert (panel.kind, panel.title, panel.button) == (
        "unlocked",
        "You can cancel now",
        "Cancel order",
    )
    assert (state.lines[-1].side, state.lines[-1].reason) == (
        "step",
        "Reason: “You asked in time.”",
    )
    cancel = await state.get_state(CancelState)
    assert cancel.dialog.can_send


async def test_the_sellers_no_leads_on(open_chat):
    shop, state, compose = await open_chat()
    await run_in_background(compose, "send", {"text": "Please.", "kind": "ask_cancel"})

    await shop.step("seller-reject", reason="It is <b>packed</b>.")
    await state.refresh()

    panel = state.view.panel
    assert (panel.kind, panel.title, panel.text) == (
        "declined",
        "Gió Sneakers declined to cancel",
        "Reason: “It is <b>packed</b>.”",
    )
    kinds = [step.kind for step in panel.next_steps]
    assert kinds[0] == "appeal"
    assert "ask_seller" not in kinds


async def test_reading_counts_down(open_chat):
    shop, state, _ = await open_chat()
    for text in ("One", "Two"):
        await shop.step("seller-say", text=text)
    session_state = await state.get_state(SessionState)
    await session_state.refresh()
    before = session_state.unread_messages

    await state.refresh()
    await session_state.refresh()

    assert (before, session_state.unread_messages) == (2, 0)
    assert [line.who for line in state.lines] == ["Gió Sneakers", "Gió Sneakers"]


async def test_older_lines_are_put_on_top_and_stay(open_chat):
    shop, state, _ = await open_chat()
    for at in range(60):
        await shop.step("seller-say", text=f"Line {at + 1}")
    await state.refresh()
    assert (state.has_older, len(state.lines)) == (True, 50)

    async for _ in state.show_older():
        pass
    await shop.step("seller-say", text="Line 61")
    await state.refresh()

    assert [line.text for line in state.lines] == [f"Line {at + 1}" for at in range(61)]
    assert (state.has_older, state.newest) == (False, "61")


async def test_foreign_and_unknown_conversations_look_the_same(open_shop, make_state):
    shop = await open_shop(buyers=[{"key": "lan"}, {"key": "bo"}], orders=[{"buyer": "lan"}])
    signed_in = await shop.sign_in("bo")
    seen = []
    for order_id in (shop.made.orders["order-1"], "0198c0de-0000-7000-8000-000000000000", "x%00"):
        state = make_state(ConversationState, f"/orders/{order_id}/conversation/", signed_in)
        await load(state)
        seen.append((state.phase, state.view, state.lines))

    assert seen == [(Phase.MISSING, None, [])] * 3


async def test_nobody_listening_keeps_what_was_shown(open_chat, silent_connection):
    shop, state, _ = await open_chat()
    await shop.step("seller-say", text="Hello")
    await state.refresh()
    session.use_connection(silent_connection)

    await state.refresh()

    assert (state.phase, state.has_failed_late, len(state.lines)) == (Phase.READY, True, 1)
    assert state.again is not None


async def test_the_list_names_seller_order_and_the_newest_line(open_shop, make_state):
    shop = await open_shop(
        sellers=[{"key": "s", "name": "Gió Sneakers"}], orders=[{"key": "one"}, {"key": "two"}]
    )
    await shop.step("seller-say", "one", text="Hello")
    await shop.advance(60)
    await shop.step("seller-say", "two", text="Good news")
    state = make_state(MessagesState, "/vi/messages/", await shop.sign_in())

    await load(state)

    assert state.phase is Phase.READY
    assert [(row.seller, row.last, row.unread_text) for row in state.rows] == [
        ("Gió Sneakers", "Good news", "1 tin chưa đọc"),
        ("Gió Sneakers", "Hello", "1 tin chưa đọc"),
    ]
    assert state.rows[0].href == f"/vi/orders/{shop.made.orders['two']}/conversation/"


async def test_the_list_goes_on_and_keeps_what_was_scrolled_to(open_shop, make_state):
    shop = await open_shop(orders=[{"count": 35}])
    for key in list(shop.made.orders)[:35]:
        await shop.step("seller-say", key, text="Hello")
        await shop.advance(1)
    state = make_state(MessagesState, "/messages/", await shop.sign_in())
    await load(state)

    async for _ in state.show_more():
        pass
    await state.refresh()

    assert (len({row.key for row in state.rows}), state.has_more) == (35, False)


async def test_a_list_that_cannot_be_read_says_so(open_shop, make_state):
    shop = await open_shop()
    state = make_state(MessagesState, "/messages/", await shop.sign_in())
    await shop.fail("conversations")

    await load(state)

    assert (state.phase, state.rows) == (Phase.FAILED, [])
