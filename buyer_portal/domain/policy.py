"""Change here what a policy can say; the numbers themselves are in ``policies/*.toml``."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.orders import GoodsKind, OrderStatus, PaymentMethod


class Permission(StrEnum):
    """What a buyer may do at a stage, from least to most."""

    NONE = "none"
    SELLER_UNLOCK = "seller_unlock"
    REQUEST = "request"
    INSTANT = "instant"

    @property
    def rank(self) -> int:
        """Position from least (0) to most generous (3)."""
        return _RANK[self]


_RANK: Final = {permission: rank for rank, permission in enumerate(Permission)}


class ReasonMode(StrEnum):
    """How a reason is asked for."""

    LIST = "list"
    TEXT = "text"
    LIST_AND_TEXT = "list+text"
    NONE = "none"


class RefusalEffect(StrEnum):
    """What refusing a parcel at the door does to the buyer's standing."""

    NONE = "none"
    STRIKE_SELLER = "strike_seller"
    STRIKE_PLATFORM = "strike_platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePolicy:
    """What is permitted at one stage.

    ``cancel`` holds for ``instant_minutes`` after the order was placed when that is set;
    afterwards ``cancel_later`` does.
    """

    cancel: Permission = Permission.NONE
    cancel_later: Permission = Permission.NONE
    instant_minutes: int | None = None
    refund: Permission = Permission.NONE
    return_: Permission = Permission.NONE


_SILENT: Final = StagePolicy()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonPolicy:
    """Whether and how a reason is asked; ``keys`` are the reasons offered per stage."""

    mode: ReasonMode = ReasonMode.LIST
    required: bool = True
    keys: dict[OrderStatus, tuple[str, ...]] = field(
        default_factory=dict[OrderStatus, tuple[str, ...]]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRange:
    """Working days, both ends included."""

    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A merged policy, as snapshotted on an order at purchase."""

    id: str
    preset: str
    market: str
    source: str
    version: int = 1
    stages: dict[OrderStatus, StagePolicy]
    exclusions: dict[GoodsKind, Permission] = field(default_factory=dict[GoodsKind, Permission])
    excludes_shipped_by_seller: Permission | None = None
    reasons: ReasonPolicy = field(default_factory=ReasonPolicy)
    confirm_step: bool = False
    cancel_lines: bool = True
    one_cancellation: bool = False
    answer_hours: int = 48
    silence_approves: bool = True
    unpaid_expires_hours: int = 48
    return_days: int = 15
    return_free: bool = True
    ship_back_days: int = 5
    """Calendar days to send goods back, from when they may be sent."""
    confirm_days: int = 8
    """Calendar days for the seller to say that goods are back, from when they were sent."""
    refund_days: dict[PaymentMethod, DayRange] = field(
        default_factory=dict[PaymentMethod, DayRange]
    )
    refusal_effect: RefusalEffect = RefusalEffect.NONE
    refusal_expires_days: int = 90
    refusal_refunds_shipping: bool = True
    """A parcel refused at the door gives back its shipping too, once nothing is left to come."""
    restores_vouchers: bool = True
    free_shipping_from_minor: int | None = None
    minimum_client_build: int = 1
    skin: str = "standard"
    exclusion_stages: tuple[OrderStatus, ...] = ()
    """Stages at which exclusions hold; empty means every stage once the order is paid."""
    late_shipment_is_instant: bool = False
    """After ``ship_by`` and before the carrier has the parcel, a request needs no answer."""
    changes: dict[OrderStatus, tuple[ChangeKind, ...]] = field(
        default_factory=dict[OrderStatus, tuple[ChangeKind, ...]]
    )
    """What the buyer may change per stage; nothing at a stage that is not named."""
    request_holds_parcel: bool = False
    """Once received, a request to cancel keeps the parcel from leaving until it is answered."""
    cod_off_after_strikes: int | None = None
    """From so many strikes on the buyer cannot pay at the door; None never takes that away."""
    deny_after_strikes: int | None = None
    """From so many strikes on the seller takes no order from the buyer; None never refuses one."""
    appeal_days: int = 30
    """So many days support can overrule: a strike, a declined request, a declined return."""
    sellers: dict[str, "Policy"] = field(default_factory=dict[str, "Policy"])
    """On an order of several sellers: the policies of the further ones, by seller id."""

    @property
    def counts_refusals(self) -> bool:
        """A parcel refused at the door leaves a strike."""
        return self.refusal_effect is not RefusalEffect.NONE and self.refusal_expires_days > 0

    def of_seller(self, seller_id: str) -> "Policy":
        """Return what holds for the lines of a seller of the order; empty is its own seller."""
        return self.sellers.get(seller_id, self)

    def stage(self, status: OrderStatus) -> StagePolicy:
        """Return what is permitted at ``status``; nothing where the policy is silent."""
        return self.stages.get(status, _SILENT)
