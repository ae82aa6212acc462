"""Change here what the page of one order prints of each parcel."""

from dataclasses import dataclass

from buyer_portal.domain.orders import Package
from buyer_portal.domain.sellers import seller_of
from buyer_portal.order_contract.orders import OrderDetail
from buyer_portal.views.line_outcomes import seller_name
from buyer_portal.views.printing import Printer


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelView:
    """A parcel and where it is."""

    title: str
    status: str
    status_text: str
    contents: str
    carrier: str
    tracking: str
    note: str


def parcels_of(detail: OrderDetail, printer: Printer) -> list[ParcelView]:
    """Return the parcels in the order they were packed."""
    return [
        _parcel(at, package, detail, printer) for at, package in enumerate(detail.order.packages)
    ]


def _parcel(at: int, package: Package, detail: OrderDetail, printer: Printer) -> ParcelView:
    order = detail.order
    inside = [line for line in order.lines if line.package_id == package.id]
    names = [line.product_name for line in inside]
    if order.further and inside:
        names.insert(0, seller_name(detail, seller_of(order, inside[0])))
    moment, key = next(
        (
            (moment, key)
            for moment, key in (
                (package.refused_at, "refused"),
                (package.delivered_at, "delivered"),
                (package.collected_at, "collected"),
                (package.packed_at, "packed"),
            )
            if moment
        ),
        (None, ""),
    )
    return ParcelView(
        title=printer.say("parcel.title", number=at + 1, of=len(order.packages)),
        status=package.status.value,
        status_text=printer.say(f"status.{package.status.value}"),
        contents=" · ".join(names) if len(order.packages) > 1 else "",
        carrier=package.carrier,
        tracking=package.tracking_number,
        note=printer.say(f"parcel.{key}", at=printer.moment(moment)) if moment else "",
    )
