"""Change here what a buyer wanted to be different and could not have: kept for ordering again."""

import reflex as rx

from buyer_portal.order_contract.changes import ChangeWish


class WishState(rx.State):
    """What was wanted of which order, until it is ordered again; lost with the tab's state."""

    _wishes: dict[str, ChangeWish] = {}  # noqa: RUF012 - Reflex copies it for each tab


async def keep_wish(state: rx.State, order_id: str, wish: ChangeWish) -> None:
    """Remember what was wanted of an order."""
    kept = await state.get_state(WishState)
    kept._wishes = {**kept._wishes, order_id: wish}  # noqa: SLF001 - a public one is the browser's


async def wish_for(state: rx.State, order_id: str) -> ChangeWish:
    """Return what was wanted of an order; an empty wish where nothing was."""
    kept = await state.get_state(WishState)
    return kept._wishes.get(order_id, ChangeWish())  # noqa: SLF001 - a public one is the browser's
