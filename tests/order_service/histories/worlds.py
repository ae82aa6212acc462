"""Change here what must hold of a whole world after any history."""

import json

from sqlalchemy import func, select

from buyer_portal.order_contract.events import STEPLESS_EVENTS
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.me.tables import CounterRow
from buyer_portal.order_service.notifications.tables import NotificationRow
from buyer_portal.order_service.orders.tables import OrderRow
from buyer_portal.receipts.checking import check, check_chain
from tests.order_service.histories.playing import History


async def check_world(history: History, database) -> None:
    """Counters equal a recount; audit, events and notifications agree and have no gaps.

    The buyer's receipts are good and follow each other.
    """
    papers = [
        check(str(at), json.loads(text))
        for at, text in enumerate((await history.buyer.receipts()).documents)
    ]
    assert [finding for paper in papers for finding in paper.findings] == []
    assert check_chain(papers) == []
    world, tenant = history.world, history.world.made.tenant
    orders, counters = table_of(OrderRow), table_of(CounterRow)
    notifications = table_of(NotificationRow)

    def read(connection):
        tabs = connection.execute(
            select(orders.c.tab, func.count())
            .where(orders.c.tenant == tenant)
            .group_by(orders.c.tab)
        ).all()
        kept = connection.execute(
            select(counters.c.name, counters.c["count"]).where(counters.c.tenant == tenant)
        ).all()
        unread = connection.execute(
            select(func.count())
            .select_from(notifications)
            .where(notifications.c.tenant == tenant, notifications.c.read_at.is_(None))
        ).scalar_one()
        return dict(map(tuple, tabs)), dict(map(tuple, kept)), unread

    tabs, kept, unread = database.read_now(read)
    expected = {**tabs, "all": sum(tabs.values()), "unread": unread}
    assert {name: count for name, count in kept.items() if count} == {
        name: count for name, count in expected.items() if count
    }
    audit = (await world.audit()).entries
    events = [one for one in (await world.events()).events if one.sequence]
    told = [
        one
        for one in (await world.notifications()).notifications
        if one.type not in STEPLESS_EVENTS
    ]
    for key, order_id in world.made.orders.items():
        rows = [row for row in audit if row.order_id == order_id]
        assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
        order = history.last[key].order
        assert (rows[-1].to_status, rows[-1].version) == (order.status, order.version)
        for row, before in zip(rows[1:], rows, strict=False):
            assert row.from_status == before.to_status
        changes = [(row.sequence, row.type) for row in rows if row.version > 1]
        assert [version for version in (row.version for row in rows) if version > 1] == list(
            range(2, order.version + 1)
        )
        assert changes == [(one.sequence, one.type) for one in events if one.order_id == order_id]
        assert sorted(kind for _, kind in changes) == sorted(
            one.type for one in told if one.order_id == order_id
        )
