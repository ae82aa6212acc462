"""Change here what stays where it is while a cancellation request holds the parcel."""

from collections.abc import Collection

from buyer_portal.domain.orders import Order


def held_lines(order: Order, asked: Collection[str], request_id: str) -> frozenset[str]:
    """Return the lines that are held with those asked for: all that lie in one of their parcels.

    Args:
        asked: Line ids of the open request; none are held unless it has ``held_at``.
        request_id: Which of the open requests it is.
    """
    request = next((one for one in order.open_requests if one.id == request_id), None)
    if request is None or request.held_at is None:
        return frozenset()
    parcels = {line.package_id for line in order.lines if line.id in asked} - {None}
    return frozenset(
        line.id for line in order.lines if line.id in asked or line.package_id in parcels
    )
