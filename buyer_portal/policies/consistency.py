"""Change here which values of a policy contradict each other."""

from collections.abc import Iterator

from buyer_portal.domain.decision_facts import CLOSED_STAGES
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.policies.generosity import Shortfall


def contradictions(policy: Policy) -> tuple[Shortfall, ...]:
    """Return the keys of a merged policy that promise what another key takes back."""
    return (*_windows(policy), *_exclusions(policy), *_changes(policy), *_returns(policy))


def _windows(policy: Policy) -> Iterator[Shortfall]:
    for status, stage in policy.stages.items():
        if stage.instant_minutes is None:
            if stage.cancel_later is not Permission.NONE:
                reason = "never comes without instant_minutes"
                yield Shortfall(key=f"stages.{status}.cancel_later", reason=reason)
        elif stage.cancel is not Permission.INSTANT:
            reason = f"is a window of instant cancelling, but cancel is {stage.cancel}"
            yield Shortfall(key=f"stages.{status}.instant_minutes", reason=reason)


def _exclusions(policy: Policy) -> Iterator[Shortfall]:
    for status in policy.exclusion_stages:
        if status is OrderStatus.UNPAID or status in CLOSED_STAGES:
            reason = f"goods are never excluded at {status}"
            yield Shortfall(key="exclusion_stages", reason=reason)


def _changes(policy: Policy) -> Iterator[Shortfall]:
    for status, kinds in policy.changes.items():
        if kinds and status in CLOSED_STAGES:
            reason = "nothing can be changed once the carrier has the goods"
            yield Shortfall(key=f"changes.{status}", reason=reason)


def _returns(policy: Policy) -> Iterator[Shortfall]:
    for status, stage in policy.stages.items():
        if stage.return_ is not Permission.NONE and policy.return_days == 0:
            reason = f"is {stage.return_}, but return_days is 0"
            yield Shortfall(key=f"stages.{status}.return", reason=reason)
