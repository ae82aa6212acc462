"""Change here how a review is read, checked and sent."""

from collections.abc import AsyncGenerator
from typing import Any, Final

import reflex as rx

from buyer_portal import routes
from buyer_portal.commands.following import follow_to_end
from buyer_portal.commands.printers import printer_of
from buyer_portal.commands.ticket_form import WritingToSupport
from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.domain.reviews import BEST_RATING, REVIEW_CHARACTERS, Improvement
from buyer_portal.order_client.errors import (
    InvalidCommandError,
    OrderNotFoundError,
    OrderServiceError,
)
from buyer_portal.order_contract.reviews import GiveReview
from buyer_portal.session import buyer_client
from buyer_portal.views.phase import Phase
from buyer_portal.views.review import ReviewView

RATING_FIELD: Final = "review-rating"
REVIEW_FIELD: Final = "review-text"
_RATINGS: Final = {str(rating): rating for rating in range(1, BEST_RATING + 1)}


class ReviewState(WritingToSupport, TryingAgain, rx.State):
    """What the buyer says of the order in the address."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    view: rx.Field[ReviewView | None] = rx.field(default=None)
    order_key: rx.Field[str] = rx.field(default="")

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Read whether it was said, or can be."""
        order_id = routes.order_in(self.router.url.path)
        if self.view is None or order_id != self.order_key:
            self.view, self.phase, self.order_key = None, Phase.LOADING, order_id
            self.errors = []
            yield
        await self._read()

    @rx.event
    async def refresh(self) -> None:
        """Read it again, because something changed."""
        await self._read()

    @rx.event(background=True, temporal=True)
    async def send(self, form_data: dict[str, Any]) -> None:
        """Send it and follow that until it is known how it ended."""
        async with self:
            command = self._command(form_data)
            if command is None or self._is_sending or self.view is None:
                return
            client = await buyer_client(self)
            key = self._key_for(command.model_dump_json(exclude={"expires_at"}))
            order_id = self.order_key
            self._is_sending = True
        try:
            answer = await follow_to_end(lambda: client.give_review(order_id, command, key))
        except OrderServiceError as error:
            async with self:
                self._explain(error)
                if isinstance(error, InvalidCommandError):
                    await self._read()  # it was said elsewhere
            return
        async with self:
            self._succeed()
            printer = await printer_of(self, answer.server_now)
            self.view = ReviewView.of(answer, printer)

    def _command(self, form_data: object) -> GiveReview | None:
        """Return what the form says; None after showing what is wrong with it."""
        given: dict[object, object] = form_data if isinstance(form_data, dict) else {}
        rating = _RATINGS.get(str(given.get("rating", "")))
        text = given.get("text", "")
        text = text.strip().replace("\0", "") if isinstance(text, str) else ""
        wrong: list[tuple[str, str]] = []
        if rating is None:
            wrong.append((RATING_FIELD, "review.error.rating"))
        if len(text) > REVIEW_CHARACTERS:
            wrong.append((REVIEW_FIELD, "review.error.long"))
        self._show_errors(wrong, number=REVIEW_CHARACTERS)
        if rating is None or wrong:
            return None
        return GiveReview(
            expires_at=self._expiry(),
            rating=rating,
            improvements=tuple(one for one in Improvement if given.get(f"improve-{one}")),
            text=text,
        )

    async def _read(self) -> None:
        try:
            answer = await (await buyer_client(self)).review(self.order_key)
        except OrderNotFoundError:
            self.view, self.phase = None, Phase.MISSING
            return
        except OrderServiceError as error:
            self._note_failure(error)
            self.phase = Phase.READY if self.view else Phase.FAILED
            return
        self._note_success()
        self._note_time(answer.server_now)
        printer = await printer_of(self, answer.server_now)
        self.view, self.phase = ReviewView.of(answer, printer), Phase.READY
