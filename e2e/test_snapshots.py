"""Every screen and main state as a screen reader finds it, in each language (make snapshots)."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

from buyer_portal import routes
from buyer_portal.scenario.library import LIBRARY, Group
from buyer_portal.testing.snapshots import Snapshots

FOLDER = Path(__file__).with_name("snapshots")
STATES = (
    "unpaid", "on-hold", "paid", "two-sellers", "packed", "needs-seller", "on-request", "requested",
    "declined", "in-transit", "partly-shipped", "delivered", "completed", "cancelled", "refund",
    "again", "stale-build", "wrong-account",
)  # fmt: skip
SHOWN = (*STATES, *(name for name, one in LIBRARY.items() if one.group is Group.AROUND))


@pytest.fixture(scope="session")
def snapshots(request):
    return Snapshots(FOLDER, accepts=bool(request.config.getoption("--accept-snapshots")))


@pytest.mark.parametrize("name", SHOWN)
def test_a_screen_reads_as_before(name, make_tenant, buyer_page, snapshots, errors):
    errors.expect("status of 404")
    scenario = LIBRARY[name].scenario
    tenant = make_tenant(**scenario.model_dump(mode="json", exclude_defaults=True))
    opening = scenario.opening
    ids = {
        "order_id": tenant.orders.get(opening.order) or next(iter(tenant.orders.values()), ""),
        "seller_id": next(iter(tenant.sellers.values()), ""),
        "ticket_id": next(iter(tenant.tickets.values()), ""),
    }
    paths = {locale: routes.href(opening.page, locale, **ids) for locale in routes.LOCALES}
    first = paths[routes.DEFAULT_LOCALE]
    page = buyer_page.new_page(timezone_id="UTC")
    if opening.needs_buyer:
        ticket = tenant.ticket(opening.buyer or next(iter(tenant.buyers)))
        page.goto(f"/auth/ticket?{urlencode({'ticket': ticket, 'next': first})}")
    else:
        page.goto(first)

    for locale, path in paths.items():
        if locale != routes.DEFAULT_LOCALE:
            page.goto(path)
        # When a device was seen is in real time.
        snapshots.check(
            page, f"{name}.{locale}", without="#devices li", has_buyer=opening.needs_buyer
        )


def test_no_snapshot_is_left_over(snapshots):
    names = {f"{name}.{locale}" for name in SHOWN for locale in routes.LOCALES}

    assert snapshots.strangers(names) == set()
