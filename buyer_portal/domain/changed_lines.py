"""Change here what becomes of the lines of an order that is changed, and of the stock."""

from collections.abc import Sequence
from dataclasses import replace

from buyer_portal.domain.catalogue import Offer, Offered, find_variant, variant_of_line
from buyer_portal.domain.change_values import ChangeObstacle, LineChange
from buyer_portal.domain.changes import ChangeKind
from buyer_portal.domain.cuts import pieces_share
from buyer_portal.domain.orders import Order, OrderLine, OrderStatus


class ChangedLines:
    """The lines of an order while they are being changed."""

    def __init__(self, order: Order, offers: Sequence[Offer]) -> None:
        self._order, self._offers = order, offers
        self._lines = {line.id: line for line in order.lines}
        self.taken: dict[str, int] = {}
        self.obstacle: ChangeObstacle | None = None

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        """The lines, those of the order first."""
        return tuple(self._lines.values())

    def change_line(self, asked: LineChange) -> set[ChangeKind]:
        """Change variant and number of a line; return what really is different."""
        line = self._lines[asked.line_id]
        if line.status is not self._order.status:
            self._stop(ChangeObstacle.STAGE)
        quantity = line.quantity if asked.quantity is None else asked.quantity
        today = variant_of_line(self._offers, line)
        wanted = find_variant(self._offers, asked.variant_id) if asked.variant_id else today
        if asked.variant_id and (wanted is None or wanted.offer.product_name != line.product_name):
            self._stop(ChangeObstacle.NOT_OFFERED)
            return {ChangeKind.VARIANT}
        kinds = set[ChangeKind]()
        if asked.variant_id and wanted is not None and wanted.variant.name != line.variant:
            kinds.add(ChangeKind.VARIANT)
            if today is not None:
                self._take(today, -line.quantity)
            self._take(wanted, line.quantity)
            line = _as_variant(line, wanted)
            today = wanted
        if quantity != line.quantity:
            kinds.add(ChangeKind.QUANTITY)
            line = self._counted(line, quantity, today)
        self._lines[line.id] = line
        return kinds

    def add(self, variant_id: str, quantity: int) -> None:
        """Add pieces of something the seller offers, at today's price."""
        offered = find_variant(self._offers, variant_id)
        if offered is None:
            self._stop(ChangeObstacle.NOT_OFFERED)
            return
        self._take(offered, quantity)
        for line in self._lines.values():
            if _is_same(line, offered):
                self._lines[line.id] = replace(line, quantity=line.quantity + quantity)
                return
        self._append(offered, quantity)

    def _counted(self, line: OrderLine, quantity: int, today: Offered | None) -> OrderLine:
        more = quantity - line.quantity
        if more < 0:
            if today is not None:
                self._take(today, more)
            return _fewer(line, quantity)
        if today is None:
            self._stop(ChangeObstacle.NOT_OFFERED)
            return line
        self._take(today, more)
        if today.variant.price_minor == line.unit_price_minor:
            return replace(line, quantity=quantity)
        self._append(today, more)  # the price has changed since: more pieces at today's
        return line

    def _append(self, offered: Offered, quantity: int) -> None:
        place = len(self._lines) - len(self._order.lines) + 1
        line_id = f"added-{self._order.version + 1}-{place}"
        self._lines[line_id] = line_of(offered, line_id, quantity, _stage_of_new_lines(self._order))

    def _take(self, offered: Offered, quantity: int) -> None:
        variant = offered.variant
        taken = self.taken[variant.id] = self.taken.get(variant.id, 0) + quantity
        if variant.stock is not None and taken > variant.stock:
            self._stop(ChangeObstacle.OUT_OF_STOCK)

    def _stop(self, obstacle: ChangeObstacle) -> None:
        self.obstacle = self.obstacle or obstacle


def line_of(offered: Offered, line_id: str, quantity: int, status: OrderStatus) -> OrderLine:
    """Return a new line of an order for something a seller offers, at today's price."""
    return OrderLine(
        id=line_id,
        product_name=offered.offer.product_name,
        variant=offered.variant.name,
        picture=offered.variant.picture,
        quantity=quantity,
        unit_price_minor=offered.variant.price_minor,
        status=status,
        goods=offered.offer.goods,
    )


def _as_variant(line: OrderLine, wanted: Offered) -> OrderLine:
    """Return the line as another variant at today's price; its own discount stays, up to all."""
    price = wanted.variant.price_minor
    return replace(
        line,
        variant=wanted.variant.name,
        picture=wanted.variant.picture or line.picture,
        unit_price_minor=price,
        discount_minor=min(line.discount_minor, price * line.quantity),
        external_id="",
    )


def _fewer(line: OrderLine, quantity: int) -> OrderLine:
    """Return the line with fewer pieces, worth what cancelling the others leaves of it."""
    gone = line.quantity - quantity
    worth = pieces_share(line.total_minor, line.quantity, gone, quantity)
    discount = line.unit_price_minor * quantity - worth
    return replace(line, quantity=quantity, discount_minor=discount)


def _is_same(line: OrderLine, offered: Offered) -> bool:
    return (
        line.product_name == offered.offer.product_name
        and line.variant == offered.variant.name
        and line.unit_price_minor == offered.variant.price_minor
        and line.discount_minor == 0
    )


def _stage_of_new_lines(order: Order) -> OrderStatus:
    is_partly = order.status is OrderStatus.PARTIALLY_SHIPPING
    return OrderStatus.AWAITING_SHIPMENT if is_partly else order.status
