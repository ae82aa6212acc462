"""Change here the tenants that are measured and how their buyers are signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx

from buyer_portal.settings import Settings
from buyer_portal.testing.portal import Portal
from buyer_portal.testing.tenant import Tenant, create_tenant, testing_client

LIST_SIZES = (10, 1_000, 100_000)


@dataclass(frozen=True, slots=True)
class World:
    """The portal that is measured, its testing API, and the order service behind it."""

    portal: Portal
    testing: httpx.Client
    service: Settings

    def tenant(self, **scenario: object) -> Tenant:
        """Make a tenant."""
        return create_tenant(self.testing, scenario)

    def buyer_with(self, orders: int, status: str = "AWAITING_SHIPMENT") -> Tenant:
        """Make a tenant whose one buyer, ``lan``, has ``orders`` orders of 12 sellers."""
        sellers = [{"key": f"s{at}", "name": f"Seller {at}"} for at in range(12)]
        share, rest = divmod(orders, len(sellers))
        rows = [
            {
                "key": f"o{at}",
                "buyer": "lan",
                "seller": seller["key"],
                "status": status,
                "count": share + (at < rest),
            }
            for at, seller in enumerate(sellers)
            if share + (at < rest)
        ]
        return self.tenant(
            buyers=[{"key": "lan", "email": "lan@example.vn"}], sellers=sellers, orders=rows
        )

    def cookie(self, tenant: Tenant, buyer: str = "lan") -> str:
        """Sign a buyer in and return the Cookie header of the session."""
        query = urlencode({"ticket": tenant.ticket(buyer), "next": "/orders/"})
        answer = httpx.get(f"{self.portal.url}/auth/ticket?{query}")
        return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())


@contextmanager
def world_of(portal: Portal, data_dir: Path) -> Iterator[World]:
    """Open the testing API of a running portal."""
    settings = Settings.model_validate({"mode": "test", "data_dir": data_dir})
    with testing_client(portal) as testing:
        yield World(portal, testing, settings)
