"""Change here what happens between pressing Send and knowing that a message was written down."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from buyer_portal.commands.following import LIFETIME, follow_to_end, is_late
from buyer_portal.domain.conversations import (
    MAX_TEXT,
    WRITTEN_BY_BUYER,
    MessageKind,
    clean_text,
)
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import (
    CommandExpiredError,
    NotSignedInError,
    OrderServiceError,
    OrderServiceUnavailableError,
    TooManyTriesError,
)
from buyer_portal.order_contract.conversations import SendMessage
from buyer_portal.pages.conversation.state import ConversationState, place_of
from buyer_portal.session import buyer_client, locale_of_page

MOST_CHARACTERS = 20_000
"""More than anybody writes; a browser that sends more is not ours."""


class _Form(BaseModel):
    """What the browser sends; nothing of it is trusted."""

    model_config = ConfigDict(strict=True, extra="ignore")

    text: str = Field(default="", max_length=MOST_CHARACTERS)
    kind: str = Field(default=MessageKind.TEXT.value, max_length=40)
    sent_at: str = Field(default="", max_length=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What a buyer wrote, to whom."""

    order_id: str
    seller_id: str
    text: str
    kind: MessageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """A message on its way; the same draft is sent with the same command and key again."""

    draft: _Draft
    command: SendMessage
    key: str


class ComposeState(rx.State):
    """The field below a conversation: on its way, written down, or why not."""

    problem: rx.Field[str] = rx.field(default="")
    can_retry: rx.Field[bool] = rx.field(default=False)
    said: rx.Field[str] = rx.field(default="")
    """What was done last, for the live region."""
    answer: rx.Field[int] = rx.field(default=0)
    """Rises with each word of the server; the browser then stops saying that it sends."""
    outcome: rx.Field[str] = rx.field(default="none")
    """``sent`` lets the browser empty the field; ``none`` tells it that nothing was answered."""

    _is_sending: bool = False
    _unknown: _Sent | None = None

    @rx.event
    async def begin(self) -> None:
        """Begin afresh on a page that was just read; a message on its way stays."""
        if not self._is_sending:
            self.problem, self.can_retry, self.said = "", False, ""
            self._say("none")

    @rx.event(background=True, temporal=True)
    async def send(self, form_data: dict[str, Any]) -> AsyncGenerator[Any]:
        """Check what was written, then send it and follow it until it is known how that ended."""
        async with self:
            draft = await self._drafted(form_data)
            if draft is None:
                return
            client = await buyer_client(self)
            sent = self._unknown if self._unknown and self._unknown.draft == draft else None
        try:
            sent = sent or await _prepared(client, draft)
            await _follow(client, sent)
        except NotSignedInError:
            async with self:
                self._is_sending = False  # the guard leads to the login page
        except OrderServiceError as error:
            async with self:
                self._fail(error, sent)
        else:
            async with self:
                self._is_sending, self._unknown = False, None
                self.said = words_of(locale_of_page(self))("conversation.sent")
                self._say("sent")
            yield ConversationState.refresh

    async def _drafted(self, form_data: object) -> _Draft | None:
        """Return what was written; None when it cannot be sent."""
        if self._is_sending:
            return None
        form = _parsed(form_data)
        text = clean_text(form.text) if form else ""
        wrong = _wrong(text, form)
        if form is None or wrong:
            words = words_of(locale_of_page(self))
            self.problem, self.can_retry = words(wrong, most=MAX_TEXT), False
            self._say("failed")
            return None
        order_id, seller_id = await place_of(self)
        self._is_sending = True
        self.problem, self.can_retry, self.said = "", False, ""
        kind = MessageKind(form.kind) if form.kind in WRITTEN_BY_BUYER else MessageKind.TEXT
        return _Draft(order_id=order_id, seller_id=seller_id, text=text, kind=kind)

    def _fail(self, error: OrderServiceError, sent: _Sent | None) -> None:
        """Say why nothing was sent, or that nobody knows; what was written stays in the field."""
        self._is_sending = False
        is_unknown = isinstance(error, OrderServiceUnavailableError) and error.may_have_happened
        self._unknown = sent if is_unknown else None
        key = "unknown" if is_unknown else "failed"
        if isinstance(error, TooManyTriesError):
            key = "many"
        elif isinstance(error, CommandExpiredError):
            key = "late"
        self.problem = words_of(locale_of_page(self))(f"conversation.error.{key}")
        self.can_retry = True
        self._say("failed")

    def _say(self, outcome: str) -> None:
        self.outcome = outcome
        self.answer += 1


async def _prepared(client: BuyerClient, draft: _Draft) -> _Sent:
    """Return the command of a draft, which holds for a while by the service's clock."""
    now = (await client.me()).server_now
    return _Sent(
        draft=draft,
        command=SendMessage(
            text=draft.text,
            kind=draft.kind,
            seller_id=draft.seller_id,
            expires_at=now + LIFETIME,
        ),
        key=uuid4().hex,
    )


async def _follow(client: BuyerClient, sent: _Sent) -> None:
    """Send a message until it is known what became of it.

    Raises:
        OrderServiceError: It was not written down, or nobody answered in the end.
    """
    try:
        await follow_to_end(
            lambda: client.send_message(sent.draft.order_id, sent.command, sent.key)
        )
    except CommandExpiredError:
        # Nothing came of an earlier try, so sending it now sends it once.
        fresh = await _prepared(client, sent.draft)
        await follow_to_end(
            lambda: client.send_message(fresh.draft.order_id, fresh.command, fresh.key)
        )


def _parsed(form_data: object) -> _Form | None:
    try:
        return _Form.model_validate(form_data)
    except ValidationError:
        return None


def _wrong(text: str, form: _Form | None) -> str:
    """Return the message id of what is wrong with a form; empty where nothing is."""
    if form is None or len(text) > MAX_TEXT:
        return "conversation.error.long"
    if not text:
        return "conversation.error.empty"
    sent_at = int(form.sent_at) if form.sent_at.isdecimal() else None
    return "conversation.error.late" if is_late(sent_at) else ""
