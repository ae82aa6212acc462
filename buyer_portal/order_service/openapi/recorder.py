"""Change here how one operation is asked and kept, and in which situation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

import httpx

from buyer_portal.order_contract.paths import KEY_HEADER, SESSION_HEADER
from buyer_portal.order_service.openapi.document import Json

SCENARIO: Final[Json] = {
    "seed": "examples",
    "now": "2026-03-02T09:00:00Z",
    "market": "VN",
    "buyers": [
        {
            "key": "lan",
            "name": "Nguyễn Thị Lan",
            "email": "lan@example.vn",
            "password": "a-password",
        }
    ],
    "sellers": [
        {"key": "mugs", "name": "Mộc Ceramics", "preset": "until-packed"},
        {"key": "elbe", "name": "Elbkontor Kaffee", "preset": "eu-withdrawal"},
    ],
    "orders": [
        {"key": "cancel"},
        {"key": "pending", "status": "AWAITING_COLLECTION", "open_request": {"hours_ago": 2}},
        {"key": "change"},
        {"key": "write", "status": "AWAITING_COLLECTION"},
        {"key": "refuse", "status": "IN_TRANSIT"},
        {"key": "refused", "status": "IN_TRANSIT", "refused": {"hours_ago": 24}},
        {"key": "again", "status": "DELIVERED"},
        {"key": "return", "status": "DELIVERED"},
        {"key": "keep", "status": "DELIVERED"},
        {"key": "review", "status": "CANCELLED"},
        {"key": "pack"},
        {"key": "withdraw", "seller": "elbe", "status": "DELIVERED", "currency": "EUR"},
    ],
}
"""The situation of the examples; whoever makes a tenant of it can send them all."""
SOON: Final = "2026-03-02T09:02:00Z"


@dataclass(slots=True)
class Recorder:
    """Asks operations by name and keeps what went both ways."""

    http: httpx.AsyncClient
    places: Mapping[str, tuple[str, str]]
    recorded: dict[str, Json] = field(default_factory=dict[str, Json])
    session: str = ""
    keys: int = 0

    async def ask(
        self,
        operation: str,
        body: Json | None = None,
        *,
        query: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        **path: str,
    ) -> Json:
        """Send one request; the answer must be a good one."""
        method, template = self.places[operation]
        self.keys += 1
        key = f"2f1c6a52-0f0e-4a53-9d0b-{self.keys:012d}"
        answer = await self.http.request(
            method,
            template.format_map({name: quote(value) for name, value in path.items()}),
            params=query,
            json=body,
            content=content,
            headers={SESSION_HEADER: self.session, KEY_HEADER: key, **(headers or {})},
        )
        if answer.is_error:
            raise RuntimeError(f"{operation}: {answer.status_code} {answer.text}")
        is_json = answer.headers.get("content-type", "").startswith("application/json")
        said: Json = answer.json() if is_json else {}
        kept: Json = {"parameters": {**path, **(query or {}), **(headers or {}), KEY_HEADER: key}}
        if body is not None:
            kept["request"] = body
        if said:
            kept["response"] = said
        self.recorded[operation] = kept
        return said
