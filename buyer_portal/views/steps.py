"""Change here how a next step is offered: as a press, a link, or instructions in place."""

from dataclasses import dataclass, field
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.decision_values import Action, ActionCost, ActionKind
from buyer_portal.domain.sellers import request_to
from buyer_portal.domain.support import TicketAbout
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.printing import Printer
from buyer_portal.views.seller_links import ask_href
from buyer_portal.views.ticket_links import new_ticket_href

DIALOG: Final = "dialog"
LINK: Final = "link"
REFRESH: Final = "refresh"
UPDATE: Final = "update"
WITHDRAW: Final = "withdraw"
SWITCH: Final = "switch"
HOW: Final = "how"

_MODE: Final[dict[ActionKind, str]] = {
    ActionKind.CANCEL: DIALOG,
    ActionKind.REQUEST_CANCEL: DIALOG,
    ActionKind.CANCEL_REST: DIALOG,
    ActionKind.ASK_SELLER: LINK,
    ActionKind.SEE_REQUEST: LINK,
    ActionKind.WITHDRAW_REQUEST: WITHDRAW,
    ActionKind.SEE_REFUND: LINK,
    ActionKind.SEE_POLICY: LINK,
    ActionKind.ORDER_AGAIN: LINK,
    ActionKind.REFUSE_DELIVERY: LINK,
    ActionKind.SWITCH_ACCOUNT: SWITCH,
    ActionKind.RETRY: REFRESH,
    ActionKind.READ_NEW_STATE: REFRESH,
    ActionKind.UPDATE_PAGE: UPDATE,
    ActionKind.APPEAL: LINK,
    ActionKind.APPEAL_RETURN: LINK,
    ActionKind.CONTACT_SUPPORT: LINK,
    ActionKind.START_RETURN: LINK,
    ActionKind.REQUEST_REFUND: LINK,
}
"""What is not here is explained in place, because no screen of ours does it yet."""

_PAGE_OF_STEP: Final = {
    ActionKind.SEE_REFUND: routes.REFUND,
    ActionKind.REFUSE_DELIVERY: routes.REFUSE,
    ActionKind.ORDER_AGAIN: routes.AGAIN,
    ActionKind.START_RETURN: routes.RETURN,
    ActionKind.REQUEST_REFUND: routes.RETURN,
    ActionKind.APPEAL_RETURN: routes.RETURN,
}
"""Steps that have a page of their own for each order."""

ABOUT_OF_STEP: Final = {
    ActionKind.APPEAL: TicketAbout.APPEAL,
    ActionKind.CONTACT_SUPPORT: TicketAbout.CANCEL_REFUSED,
}
"""Steps that lead to support, and what the new ticket is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A next step. ``mode`` says how it is drawn."""

    kind: str
    mode: str
    label: str
    text: str
    odds: str
    href: str = ""
    how: list[str] = field(default_factory=list[str])


def steps_of(
    actions: tuple[Action, ...], reason: str, detail: OrderDetail, printer: Printer
) -> list[StepView]:
    """Return the steps for some actions, the best first.

    Args:
        reason: Why cancelling is off, for the message that a buyer can copy.
    """
    facts = _facts(reason, detail, printer)
    return [_step(action, facts, detail, printer) for action in actions]


def _step(action: Action, facts: dict[str, str], detail: OrderDetail, printer: Printer) -> StepView:
    kind = action.kind
    mode = _MODE.get(kind, HOW)
    return StepView(
        kind=kind.value,
        mode=mode,
        label=printer.say(f"action.{kind.value}"),
        text=printer.say(f"action.{kind.value}.hint"),
        odds=printer.say(
            "step.odds",
            likelihood=printer.say(f"likelihood.{action.likelihood.value}"),
            cost=printer.say(f"cost.{action.cost.value}"),
        ),
        href=_href(kind, detail, printer),
        how=_how(action, facts, detail, printer) if mode == HOW else [],
    )


def _how(action: Action, facts: dict[str, str], detail: OrderDetail, printer: Printer) -> list[str]:
    """Return the instructions of a step that happens elsewhere, one sentence each."""
    kind = action.kind
    lines = [printer.say(f"step.{kind.value}.how", **facts)]
    if kind is ActionKind.RETURN_AFTER_DELIVERY:
        lines.append(printer.count("step.return.days", detail.policy.return_days))
        paid = action.cost is ActionCost.SHIPPING
        lines.append(printer.say("step.return.paid" if paid else "step.return.free"))
    return lines


def _href(kind: ActionKind, detail: OrderDetail, printer: Printer) -> str:
    if kind in _PAGE_OF_STEP:
        return printer.href(_PAGE_OF_STEP[kind], order_id=detail.order.id)
    if kind is ActionKind.ASK_SELLER:
        return ask_href(detail, printer)
    if kind is ActionKind.SEE_POLICY:
        return printer.href(routes.SELLER_POLICY, seller_id=detail.seller.id)
    if kind is ActionKind.UPDATE_PAGE:
        return printer.href(routes.UPDATE)
    if kind in ABOUT_OF_STEP:
        return new_ticket_href(printer.locale, detail.order.id, ABOUT_OF_STEP[kind])
    return _request_href(detail, printer) if kind is ActionKind.SEE_REQUEST else ""


def _request_href(detail: OrderDetail, printer: Printer) -> str:
    """Return where the open request is: on the page itself, a return on its own."""
    is_to_cancel = request_to(detail.order, "") is not None
    return "#request" if is_to_cancel else printer.href(routes.RETURN, order_id=detail.order.id)


def _facts(reason: str, detail: OrderDetail, printer: Printer) -> dict[str, str]:
    order = detail.order
    goods = ", ".join(line.product_name for line in order.lines if line.open_quantity > 0)
    return {
        "seller": detail.seller.name,
        "number": order.number,
        "goods": goods or order.number,
        "status": printer.say(f"status.{order.status.value}"),
        "reason": reason,
    }
