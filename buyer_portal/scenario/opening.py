"""Change here where a scenario can be looked at: page, buyer, language, theme, device, network."""

import re
from enum import StrEnum
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from buyer_portal import routes

_IDS: Final = frozenset({"order_id", "seller_id", "ticket_id"})
PAGES: Final = tuple(
    address
    for name, address in vars(routes).items()
    if name.isupper() and isinstance(address, str) and address.startswith("/")
    if set(re.findall(r"\[(\w+)\]", address)) <= _IDS
)
"""Every page of a buyer (``routes.py``) whose address a scenario can fill in.

A receipt is not among them: what it is called comes about when it is issued.
"""

PAGES_WITHOUT_BUYER: Final = frozenset({routes.LOGIN})


class Device(StrEnum):
    """The size of screen that a scenario is looked at on."""

    SMALL_PHONE = "small_phone"
    PHONE = "phone"
    TABLET = "tablet"
    DESKTOP = "desktop"


VIEWPORTS: Final = {
    Device.SMALL_PHONE: (320, 568),
    Device.PHONE: (390, 844),
    Device.TABLET: (768, 1024),
    Device.DESKTOP: (1280, 800),
}
"""Width and height in CSS pixels."""


class NetworkFault(StrEnum):
    """What goes wrong between a browser and the portal, once the page is there."""

    NONE = "none"
    OFFLINE = "offline"
    HALF_OPEN = "half_open"
    LOST_REQUEST = "lost_request"


class Opening(BaseModel):
    """Where to look at a scenario; keys left out mean the first of their kind."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=200)

    page: str = routes.ORDERS
    query: str = Field(default="", pattern=r"^[\w=&%-]*$")
    buyer: str = ""
    order: str = ""
    seller: str = ""
    ticket: str = ""
    locale: Literal["en", "vi", "id"] = "en"
    theme: Literal["", "day", "night"] = ""
    device: Device = Device.PHONE
    network: NetworkFault = NetworkFault.NONE

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Refuse a page that there is not."""
        if self.page not in PAGES:
            raise ValueError(f"no page {self.page!r}; there are {', '.join(PAGES)}")
        return self

    @property
    def needs_buyer(self) -> bool:
        """Whether somebody is signed in."""
        return self.page not in PAGES_WITHOUT_BUYER

    def href(self, *, order_id: str = "", seller_id: str = "", ticket_id: str = "") -> str:
        """Return the address of the page, with the ids of its order, seller and ticket."""
        path = routes.href(
            self.page, self.locale, order_id=order_id, seller_id=seller_id, ticket_id=ticket_id
        )
        return f"{path}?{self.query}" if self.query else path
