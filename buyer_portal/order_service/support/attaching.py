"""Change here what is attached to a new ticket, and what it can be about."""

from sqlalchemy import Connection

from buyer_portal.domain.returns import Return
from buyer_portal.domain.support import ANYTIME, TicketAbout, appealable_returns, subjects_of
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.support import Attached, OpenTicket, PageFacts
from buyer_portal.order_service.answers import invalid
from buyer_portal.order_service.orders.use_cases import order_detail
from buyer_portal.order_service.sessions.viewer import Viewer
from buyer_portal.order_service.support.attempts import attempts_about


def attached_to(
    connection: Connection, viewer: Viewer, order_id: str, facts: PageFacts
) -> Attached:
    """Return what is true now: the order as decided for this buyer, and what was tried."""
    detail = None
    subjects: list[str] = [""]
    if order_id:
        told = order_detail(connection, viewer, order_id)
        detail = OrderDetail.model_validate_json(told.text)
        subjects = [order_id, *(one.id for one in detail.cancellations)]
    return Attached(
        detail=detail,
        attempts=attempts_about(connection, viewer.tenant, viewer.buyer_id, subjects),
        facts=facts,
        client_build=viewer.client_build,
        minimum_client_build=viewer.minimum_client_build,
        at=viewer.now,
    )


def subjects_in(attached: Attached) -> tuple[TicketAbout, ...]:
    """Return what a ticket with this can be about, the most likely first."""
    detail = attached.detail
    if detail is None:
        return ANYTIME
    return subjects_of(
        detail.order,
        detail.decision,
        policy=detail.policy,
        now=attached.at,
        returns=detail.returns,
    )


def appealable_in(attached: Attached) -> tuple[Return, ...]:
    """Return the declined returns about which support can be asked."""
    detail = attached.detail
    if detail is None:
        return ()
    return appealable_returns(detail.returns, policy=detail.policy, now=attached.at)


def return_meant(command: OpenTicket, attached: Attached) -> str:
    """Return which return an appeal is about; empty where it is about something else.

    Raises:
        ProblemError: Several were declined, and none is named; or one is named beside a subject
            that is about none.
    """
    if command.about is not TicketAbout.RETURN_APPEAL:
        if command.return_id:
            raise invalid("/return_id", "not_possible")
        return ""
    declined = appealable_in(attached)
    if not command.return_id and len(declined) > 1:
        raise invalid("/return_id", "missing")
    return command.return_id or next((one.id for one in declined), "")
