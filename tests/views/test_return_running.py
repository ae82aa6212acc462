"""What a return prints between being asked for and being decided."""

from datetime import timedelta

import pytest

from buyer_portal.domain.returns import ReturnStatus
from buyer_portal.routes import LOCALES
from buyer_portal.views.return_running import running_views
from tests.domain.test_return_actions import a_return
from tests.views.order_details import NOW, detail_of


@pytest.mark.parametrize("locale", LOCALES)
def test_a_review_without_its_decision_is_said_and_nothing_is_promised(locale, printer_in):
    waits = {"status": ReturnStatus.REQUESTED, "ended_at": None, "answer_by": NOW}
    reviewed = a_return(**waits, reviewed_at=NOW - timedelta(hours=1))
    detail = detail_of(status="DELIVERED")
    printer = printer_in(locale)

    views = [
        running_views(detail.model_copy(update={"returns": (found,)}), printer)[0]
        for found in (a_return(**waits), reviewed)
    ]

    assert [[(step.key, step.state) for step in view.steps][:3] for view in views] == [
        [("asked", "done"), ("approved", "current"), ("shipped", "todo")],
        [("asked", "done"), ("reviewed", "done"), ("approved", "current")],
    ]
    seller = detail.seller.name
    assert [view.text for view in views] == [
        printer.say("returns.asked.text", seller=seller),
        printer.say("returns.asked.text.reviewed", seller=seller),
    ]
    assert views[0].due == views[1].due
