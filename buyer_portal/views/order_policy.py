"""Change here how the policy that an order was bought under is told on its page."""

from dataclasses import dataclass
from typing import Final

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Policy
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.policy_sentences import minutes_text, open_window
from buyer_portal.views.printing import Printer

_POLICY_STAGES: Final = (
    OrderStatus.UNPAID,
    OrderStatus.AWAITING_SHIPMENT,
    OrderStatus.AWAITING_COLLECTION,
    OrderStatus.IN_TRANSIT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPartView:
    """The policy in plain words; ``seller`` is whose, empty where there is but one."""

    seller: str
    sentences: list[str]


def policy_sentences(policy: Policy, printer: Printer) -> list[str]:
    """Return a policy in plain words: each stage of cancelling, then returns."""
    sentences = [_stage_sentence(stage, policy, printer) for stage in _POLICY_STAGES]
    if policy.return_days > 0:
        key = "order.policy.return.free" if policy.return_free else "order.policy.return.paid"
        sentences.append(printer.count(key, policy.return_days))
    return sentences


def _stage_sentence(stage: OrderStatus, policy: Policy, printer: Printer) -> str:
    rule = policy.stage(stage)
    minutes = open_window(rule)
    name = printer.say(f"order.policy.stage.{stage.value}")
    if minutes is None:
        return printer.say(f"order.policy.{rule.cancel.value}", stage=name)
    key = f"order.policy.timed.{rule.cancel_later.value}"
    return printer.say(key, stage=name, duration=minutes_text(minutes, printer))


def policy_parts(detail: OrderDetail, printer: Printer) -> list[PolicyPartView]:
    """Return the policy in plain words; where there are several sellers, each one's by name."""
    if not detail.order.further:
        return [PolicyPartView(seller="", sentences=policy_sentences(detail.policy, printer))]
    return [
        PolicyPartView(
            seller=seller.name,
            sentences=policy_sentences(detail.policy.of_seller(seller.id), printer),
        )
        for seller in detail.sellers
    ]
