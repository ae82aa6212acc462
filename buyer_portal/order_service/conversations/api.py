"""Change here the addresses of conversations."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from buyer_portal.order_contract.conversations import (
    Conversation,
    ConversationsPage,
    MessageAnswer,
    ReadConversation,
    SendMessage,
    UnreadMessages,
)
from buyer_portal.order_service.answers import CREATED, good
from buyer_portal.order_service.conversations import use_cases
from buyer_portal.order_service.paths import id_in
from buyer_portal.order_service.service import TheAsker, TheService

router = APIRouter(tags=["conversations"])

MAX_NUMBER = 2**31 - 1


@router.get("/v1/conversations", response_model=ConversationsPage)
async def list_conversations(
    service: TheService, asker: TheAsker, cursor: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """Return a page of the buyer's conversations, newest first."""
    page = await service.read(
        asker,
        "conversations",
        lambda connection, viewer: use_cases.conversations_page(connection, viewer, cursor),
    )
    return good(page).response()


@router.get("/v1/orders/{order_id}/conversation", response_model=Conversation)
async def read_conversation(
    service: TheService,
    asker: TheAsker,
    order_id: str,
    seller: Annotated[str, Query(max_length=64)] = "",
    before: Annotated[int | None, Query(ge=1, le=MAX_NUMBER)] = None,
) -> Response:
    """Return the newest lines with a seller of an order, or those before a number."""
    found = await service.read(
        asker,
        "conversation",
        lambda connection, viewer: use_cases.conversation(
            connection, viewer, id_in(order_id), seller, before
        ),
    )
    return good(found).response()


@router.post(
    "/v1/orders/{order_id}/conversation", response_model=MessageAnswer, status_code=CREATED
)
async def send_message(
    service: TheService, asker: TheAsker, order_id: str, command: SendMessage
) -> Response:
    """Write to a seller of an order."""
    answer = await service.command(
        asker,
        "send_message",
        order_id,
        command,
        lambda transaction, viewer: use_cases.send(transaction, viewer, id_in(order_id), command),
    )
    return answer.response()


@router.post("/v1/orders/{order_id}/conversation/read", response_model=UnreadMessages)
async def mark_conversation_read(
    service: TheService, asker: TheAsker, order_id: str, marked: ReadConversation
) -> Response:
    """Count the seller's lines up to a number as read."""
    unread = await service.change(
        asker,
        "read_conversation",
        lambda transaction, viewer: use_cases.read(transaction, viewer, id_in(order_id), marked),
    )
    return good(unread).response()
