"""Change here what is told of the right to withdraw, on the page of an order and on its own."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from buyer_portal import routes
from buyer_portal.domain.receipts import ReceiptKind
from buyer_portal.domain.withdrawal import (
    WithdrawalObstacle,
    right_of_withdrawal,
    zone_of_market,
)
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.order_contract.withdrawals import WithdrawalAnswer
from buyer_portal.views.paper import PaperView
from buyer_portal.views.printing import Printer
from buyer_portal.views.receipt import receipt_paper


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalOfferView:
    """The way to withdraw, on the page of an order; ``is_done`` leads to the acknowledgement."""

    is_done: bool
    text: str
    note: str
    href: str

    @classmethod
    def of(cls, detail: OrderDetail, printer: Printer) -> "WithdrawalOfferView | None":
        """Offer it through the whole period; None where there is no such right."""
        declared = [one for one in detail.receipts if one.kind is ReceiptKind.WITHDRAWAL]
        if declared:
            return cls(
                is_done=True,
                text=printer.say("withdrawal.done.link"),
                note="",
                href=printer.href(routes.RECEIPT, receipt_id=declared[0].id),
            )
        order = detail.order
        right = right_of_withdrawal(
            order, detail.policy, detail.server_now, informed_at=order.moments.placed_at
        )
        if not right.is_open:
            return None
        names = {line.id: line.product_name for line in order.lines}
        excluded = ", ".join(names[line.line_id] for line in right.lines if line.exclusion)
        return cls(
            is_done=False,
            text=printer.say(
                "withdrawal.until",
                day=printer.last_day(right.ends_at, zone_of_market(order.market)),
            )
            if right.ends_at
            else printer.say("withdrawal.until.delivery"),
            note=printer.say("withdrawal.excluded", goods=excluded) if excluded else "",
            href=withdrawal_href(printer.locale, order.id),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementView:
    """What the buyer keeps."""

    said: str
    paper: PaperView
    file_name: str
    order_href: str

    @classmethod
    def of(
        cls, answer: WithdrawalAnswer, printer: Printer, *, is_signed_in: bool
    ) -> "AcknowledgementView":
        """Print an acknowledgement; only who is signed in is led to the order."""
        received_at = answer.withdrawal.received_at
        return cls(
            said=printer.say("withdrawal.done.said", moment=printer.stamp(received_at)),
            paper=receipt_paper(
                json.loads(answer.document)["receipt"],
                printer,
                answer.receipt_id if is_signed_in else "",
            ),
            file_name=f"{answer.withdrawal.reference}.json",
            order_href=printer.href(routes.ORDER, order_id=answer.withdrawal.order_id)
            if is_signed_in
            else "",
        )


def withdrawal_href(locale: str, order_id: str = "") -> str:
    """Return the way to the statement, about an order where one is meant."""
    address = routes.href(routes.WITHDRAWAL, locale)
    return f"{address}?{urlencode({'order': order_id})}" if order_id else address


def statement_of(name: str, number: str, email: str, printer: Printer) -> str:
    """Return the statement in the reader's language, as it is shown, sent and kept."""
    return printer.say("withdrawal.statement", name=name, number=number, email=email)


def obstacle_text(obstacle: WithdrawalObstacle, printer: Printer) -> str:
    """Return why there is nothing to withdraw from."""
    return printer.say(f"withdrawal.obstacle.{obstacle.value}")
