"""What every end-to-end test here has: it fails on errors of browser or server."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from buyer_portal.testing.plugin import ErrorWatch
from buyer_portal.testing.tenant import Tenant

expect.set_options(timeout=10_000)  # two cores run two browsers, two portals and their services


@pytest.fixture(autouse=True)
def _watch(errors: ErrorWatch) -> ErrorWatch:
    return errors


@pytest.fixture
def one_order(make_tenant: Callable[..., Tenant]) -> Callable[..., Tenant]:
    """Make a tenant with one buyer, ``lan``, and one order, ``the-order``."""

    def make(**order: object) -> Tenant:
        return make_tenant(
            buyers=[{"key": "lan", "name": "Nguyễn Thị Lan", "email": "lan@example.vn"}],
            sellers=[
                {
                    "key": "gio",
                    "name": "Gió Sneakers",
                    "preset": order.pop("preset", "until-packed"),
                }
            ],
            orders=[{"key": "the-order", "buyer": "lan", "seller": "gio", **order}],
        )

    return make
