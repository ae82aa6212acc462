"""Change here how the published contract is written again: ``make openapi``."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Final

from buyer_portal.order_service.app import serve
from buyer_portal.order_service.database import Database
from buyer_portal.order_service.openapi.document import EXAMPLES, Json, document_of
from buyer_portal.order_service.openapi.recording import record
from buyer_portal.settings import Mode, Settings

PUBLISHED: Final = Path(__file__).parents[3] / "docs" / "openapi.json"


def text_of(document: Json) -> str:
    """Return a document as it is kept: readable, the same each time."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Record the examples and write the contract."""
    examples = asyncio.run(record())
    EXAMPLES.write_text(text_of(examples), "utf-8")
    settings = Settings.model_validate(
        {"mode": Mode.TEST, "database_url": "sqlite:///never-opened.db"}
    )
    database = Database(settings.database)
    PUBLISHED.write_text(text_of(document_of(serve(settings, database).api)), "utf-8")
    database.close()
    sys.stdout.write(f"{PUBLISHED} has {len(examples)} examples\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
