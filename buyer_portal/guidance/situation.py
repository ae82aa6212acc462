"""Change here what guidance may look at: the decision and what the browser and portal know."""

from dataclasses import dataclass
from datetime import datetime

from buyer_portal.domain.decision_values import Decision
from buyer_portal.domain.orders import Order
from buyer_portal.domain.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything that advice depends on. Moments are aware UTC.

    ``order``, ``decision`` and ``policy`` come together, or are all None where the portal could not
    read them: no connection yet, or an order that is not in this account. ``confirmed_at`` is when
    the shown state was last read, ``retry_at`` when the portal tries again by itself.
    ``has_returns``: goods went back before, or a seller decided about that.
    """

    now: datetime
    order: Order | None = None
    decision: Decision | None = None
    policy: Policy | None = None
    is_connected: bool = True
    confirmed_at: datetime | None = None
    has_system_error: bool = False
    retry_at: datetime | None = None
    is_wrong_account: bool = False
    has_order_changed: bool = False
    has_returns: bool = False
