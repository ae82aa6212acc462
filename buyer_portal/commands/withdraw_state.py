"""Change here how a request that waits for an answer is taken back."""

from uuid import uuid4

import reflex as rx

from buyer_portal.commands.following import LIFETIME
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import (
    NotSignedInError,
    OrderServiceError,
    OrderServiceUnavailableError,
)
from buyer_portal.order_contract.cancellations import WithdrawCancellation
from buyer_portal.session import buyer_client, locale_of_page


class WithdrawState(rx.State):
    """Taking a request back: on its way, or why it did not work."""

    is_sending: rx.Field[bool] = rx.field(default=False)
    problem: rx.Field[str] = rx.field(default="")
    revision: rx.Field[int] = rx.field(default=0)
    """Rises when the page should read its order again."""

    @rx.event(background=True, temporal=True)
    async def withdraw(self, cancellation_id: str) -> None:
        """Take a request back, then let the page read its order again."""
        async with self:
            if self.is_sending or not isinstance(cancellation_id, str):
                return
            self.is_sending, self.problem = True, ""
            client = await buyer_client(self)
            words = words_of(locale_of_page(self))
        problem = ""
        try:
            now = (await client.cancellation(cancellation_id)).server_now
            command = WithdrawCancellation(expires_at=now + LIFETIME)
            await client.withdraw(cancellation_id, command, uuid4().hex)
        except NotSignedInError:
            pass  # the guard leads to the login page
        except OrderServiceUnavailableError:
            problem = words("result.withdraw.unknown")
        except OrderServiceError:
            problem = words("result.withdraw.failed")
        async with self:
            self.is_sending, self.problem = False, problem
            self.revision += 1
