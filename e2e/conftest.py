"""What every end-to-end test here has: patience, and shops of one order."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from buyer_portal.testing.tenant import Tenant
from tests.guides.statements import Guide, pytest_generate_tests  # noqa: F401 - a hook

expect.set_options(timeout=10_000)  # two cores run two browsers, two portals and their services


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


@pytest.fixture
def guide_shop(make_tenant: Callable[..., Tenant], guide: Guide) -> Callable[..., Tenant]:
    """Make a tenant under the preset and the skin of the guide, with one order of ``lan``."""

    def make(*, overrides: dict[str, object] | None = None, **order: object) -> Tenant:
        seller = {"key": "gio", "name": "Gió Sneakers", "preset": guide.preset}
        return make_tenant(
            skin=guide.skin,
            buyers=[
                {
                    "key": "lan",
                    "name": "Nguyễn Thị Lan",
                    "email": "lan@example.vn",
                    "password": "a good password",
                }
            ],
            sellers=[seller | {"overrides": overrides or {}}],
            orders=[{"key": "the-order", "buyer": "lan", "seller": "gio", **order}],
        )

    return make
