"""Change here how an order is cut: what pieces that go, and those that stay, carry."""

from collections.abc import Sequence
from typing import NamedTuple

from buyer_portal.domain.money import share_out
from buyer_portal.domain.orders import Order, OrderLine
from buyer_portal.domain.policy import Policy
from buyer_portal.domain.sums import SellerSums, sellers_sums


def pieces_share(amount_minor: int, quantity: int, first: int, count: int) -> int:
    """Return what ``count`` pieces carry of an amount shared out over ``quantity`` equal pieces.

    Pieces are numbered in the order they are cancelled, ``first`` of them are gone already, so
    that successive partial cancellations add up to the whole whatever their sizes.
    """
    if quantity <= 0:
        return 0
    sign = -1 if amount_minor < 0 else 1
    each, odd = divmod(abs(amount_minor), quantity)
    return sign * (each * count + min(first + count, odd) - min(first, odd))


class Cut:
    """How a line is cut: ``gone`` pieces are paid back already, ``taken`` go now, ``kept`` stay."""

    __slots__ = ("gone", "kept", "quantity", "taken")

    def __init__(self, line: OrderLine, asked: int) -> None:
        self.quantity = line.quantity
        self.gone = line.cancelled_quantity + line.returned_quantity
        still_open = max(0, self.quantity - self.gone)
        self.taken = asked if 0 <= asked <= still_open else max(0, min(asked, still_open))
        self.kept = still_open - self.taken

    @property
    def is_whole(self) -> bool:
        """All of the line goes at once."""
        return self.taken == self.quantity > 0


def taken(amount_minor: int, cut: Cut) -> int:
    """Return what the pieces that go carry of a line's amount."""
    if cut.is_whole:
        return amount_minor
    return pieces_share(amount_minor, cut.quantity, cut.gone, cut.taken)


def shared(amount_minor: int, costs: tuple[int, ...], cuts: Sequence[Cut]) -> tuple[int, ...]:
    """Share an amount out over lines by cost, then over pieces, and return what the cut takes."""
    if amount_minor == 0:
        return (0,) * len(costs)
    shares = share_out(amount_minor, costs)
    return tuple([taken(share, cut) for share, cut in zip(shares, cuts, strict=True)])


def kept_of(amount_minor: int, weights: tuple[int, ...], cuts: Sequence[Cut]) -> tuple[int, ...]:
    """Share an amount out as ``_shared`` does, and return what the pieces that stay carry."""
    shares = share_out(amount_minor, weights)
    return tuple(
        [
            pieces_share(share, cut.quantity, cut.gone + cut.taken, cut.kept)
            for share, cut in zip(shares, cuts, strict=True)
        ]
    )


def rest_of(costs: Sequence[int], cuts: Sequence[Cut]) -> int:
    """Return what the pieces that stay cost."""
    return sum(
        pieces_share(cost, cut.quantity, cut.gone + cut.taken, cut.kept)
        for cost, cut in zip(costs, cuts, strict=True)
    )


class SellersShare(NamedTuple):
    """What a cut means for charges that are one seller's alone, all sellers together.

    ``shipping_minor`` goes back with a seller's last piece, ``shipping_kept_minor`` is that of the
    sellers who still have to send something; ``taken_back_minor`` are discounts on shipping that a
    seller's goods no longer reach.
    """

    tax_minor: int = 0
    discount_minor: int = 0
    shipping_minor: int = 0
    shipping_kept_minor: int = 0
    taken_back_minor: int = 0


def shares_by_seller(
    order: Order, policy: Policy, costs: tuple[int, ...], cuts: Sequence[Cut]
) -> dict[str, SellersShare]:
    """Return what a cut means for the charges of each of several sellers, by seller id."""
    return {
        seller.seller_id: _share(
            seller,
            [cuts[at] for at in seller.at],
            policy.of_seller(seller.seller_id).free_shipping_from_minor,
        )
        for seller in sellers_sums(order, costs)
    }


def sellers_share(
    order: Order, policy: Policy, costs: tuple[int, ...], cuts: Sequence[Cut]
) -> SellersShare:
    """Return what a cut means for the charges that each of several sellers has alone."""
    shares = shares_by_seller(order, policy, costs, cuts).values()
    return SellersShare(*[sum(amounts) for amounts in zip(*shares, strict=True)])


def _share(seller: SellerSums, own: Sequence[Cut], threshold: int | None) -> SellersShare:
    sums = seller.sums
    tax = sum(shared(sums.tax_minor, sums.costs, own))
    discount = sum(shared(sums.discount_minor, sums.costs, own))
    if not any(cut.taken or cut.kept for cut in own):
        return SellersShare(tax, discount)
    rest = rest_of(sums.costs, own)
    before = rest + sum(taken(cost, cut) for cost, cut in zip(sums.costs, own, strict=True))
    has_lost = threshold is not None and before < threshold <= sum(sums.costs)
    charged = max(0, sums.shipping_minor + (sums.shipping_discount_minor if has_lost else 0))
    if not any(cut.kept for cut in own):
        return SellersShare(tax, discount, shipping_minor=charged)
    loses = threshold is not None and rest < threshold <= before
    taken_back = sums.shipping_discount_minor if loses else 0
    return SellersShare(tax, discount, shipping_kept_minor=charged, taken_back_minor=taken_back)
