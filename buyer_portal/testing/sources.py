"""Change here how a test speaks for another system of a shop: by signed webhooks."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from buyer_portal.order_contract.signing import signed_headers


@dataclass(slots=True, kw_only=True)
class WebhookSource:
    """A system that a tenant lets in: its carrier, its seller's own system, its payments."""

    path: str
    secret: str = field(repr=False)
    now: Callable[[], str] = field(repr=False)
    _http: httpx.Client = field(repr=False)

    def tell(self, happened: str, *, at: str = "", **said: Any) -> dict[str, Any]:
        """Send what happened, such as ``parcel.refused``; the receipt says what became of it.

        Args:
            at: When it happened, as RFC 3339; empty: now, by the tenant's clock.
            said: What it is about: ``order``, and more by type (docs/webhooks.md).
        """
        message = {"type": happened, "timestamp": at or self.now(), "data": said}
        content = json.dumps(message).encode()
        message_id = f"{happened}-{uuid4().hex}"
        headers = signed_headers(self.secret, message_id, int(time.time()), content)
        answer = self._http.post(self.path, content=content, headers=headers)
        receipt: dict[str, Any] = answer.raise_for_status().json()
        return receipt
