"""Change here which tone a status has and which classes a tone is drawn with."""

from enum import StrEnum
from typing import Final

from buyer_portal.domain.orders import OrderStatus


class Tone(StrEnum):
    """How something feels, before any colour."""

    CALM = "calm"
    GOOD = "good"
    WAITING = "waiting"
    MOVING = "moving"
    BAD = "bad"


TONE_CLASS: Final[dict[str, str]] = {
    Tone.CALM: "tint tint-neutral",
    Tone.GOOD: "tint tint-success",
    Tone.WAITING: "tint tint-warning",
    Tone.MOVING: "tint tint-info",
    Tone.BAD: "tint tint-error",
}

STATUS_TONE: Final[dict[OrderStatus, Tone]] = {
    OrderStatus.UNPAID: Tone.WAITING,
    OrderStatus.ON_HOLD: Tone.MOVING,
    OrderStatus.AWAITING_SHIPMENT: Tone.MOVING,
    OrderStatus.PARTIALLY_SHIPPING: Tone.MOVING,
    OrderStatus.AWAITING_COLLECTION: Tone.MOVING,
    OrderStatus.IN_TRANSIT: Tone.CALM,
    OrderStatus.DELIVERED: Tone.GOOD,
    OrderStatus.COMPLETED: Tone.GOOD,
    OrderStatus.CANCELLED: Tone.CALM,
}

PRIMARY: Final = "btn btn-primary btn-tall"
QUIET: Final = "btn btn-outline btn-tall hair"
DANGER: Final = "btn btn-error btn-tall"
LINK: Final = "text-link"
PANEL: Final = "panel p-5"
H2: Final = "text-[17px] font-semibold leading-6"
"""The buttons and headings every page is made of."""

ROW_LINK: Final = "flex gap-3 px-5 py-4 hover:bg-base-200/50"
"""A whole row of a list that leads somewhere."""
NEW_ROW_LINK: Final = f"{ROW_LINK} shadow-[inset_3px_0_0_var(--color-accent)]"
"""The same, with something in it that was not read yet."""
