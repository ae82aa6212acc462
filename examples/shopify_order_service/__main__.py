"""Serve a shop: ``python -m examples.shopify_order_service --port 8002``."""

import argparse
import json
import os
import sys
from pathlib import Path

import uvicorn

from examples.shopify_order_service.service import make_service
from examples.shopify_order_service.world import World

ORDERS = Path(__file__).with_name("orders.json")
PASSWORD = "kiln"  # noqa: S105 - of a shop that sells nothing


def main() -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m examples.shopify_order_service")
    parser.add_argument("--port", type=int, default=8002)
    parser.add_argument("--testing", action="store_true", help="offer the testing API")
    given = parser.parse_args()
    token = os.environ.get("PORTAL_SERVICE_TOKEN", "")
    if len(token) < 32:  # noqa: PLR2004 - as the portal wants it
        sys.stderr.write("PORTAL_SERVICE_TOKEN must be the portal's, of 32 characters or more\n")
        return 2
    api = make_service(token, is_tested=given.testing)
    world = api.state.known.add(
        World(tenant="main", seed=os.urandom(32), feed=api.state.known.feed)
    )
    buyer = world.add_buyer("Mai Tran", "mai@example.com", PASSWORD)
    for payload in json.loads(ORDERS.read_text("utf-8")):
        world.add_order(payload | {"customer": {"id": buyer.customer}})
    uvicorn.run(api, host="127.0.0.1", port=given.port, log_level="warning", access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
