"""Change here what is said of operations that read a request themselves."""

from collections.abc import Mapping
from typing import Any, Final

_STANDARD: Final = "https://github.com/standard-webhooks/standard-webhooks"
_SIGNED: Final = (
    ("webhook-id", "Unique for each message; the same one when it is sent again."),
    ("webhook-timestamp", "Seconds since 1970, at most 300 away from ours."),
    ("webhook-signature", f"`v1,` and base64 of HMAC-SHA256, as {_STANDARD} says."),
)

BY_HAND: Final[Mapping[str, dict[str, Any]]] = {
    "webhooks_take_in": {
        "requestBody": {
            "required": True,
            "description": "What happened; TikTok Shop sends its own form.",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "type": {"type": "string"},
                            "timestamp": {"type": "string", "format": "date-time"},
                            "data": {"type": "object"},
                        },
                    }
                }
            },
        },
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": False,
                "description": about,
                "schema": {"type": "string"},
            }
            for name, about in _SIGNED
        ],
    },
    "returns_add_photo": {
        "requestBody": {
            "required": True,
            "description": "The picture itself, of at most 10 MB.",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("image/jpeg", "image/png", "image/webp")
            },
        },
    },
    "returns_read_photo": {
        "responses": {
            "200": {
                "description": "The photo.",
                "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
}
"""By operation id; parameters are added to those that FastAPI knows."""
