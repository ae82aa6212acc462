"""Change here what the profile page prints: name, counters, standing."""

from dataclasses import dataclass
from typing import Final

from buyer_portal import routes
from buyer_portal.domain.orders import OrderTab
from buyer_portal.order_contract.sessions import Buyer, Me
from buyer_portal.views.printing import Printer

COUNTED_TABS: Final = (
    (OrderTab.TO_PAY, "card"),
    (OrderTab.TO_SHIP, "box"),
    (OrderTab.TO_RECEIVE, "truck"),
    (OrderTab.CANCELLED, "return"),
)
"""The tabs that the profile counts, and their icons."""

MOST_SHOWN: Final = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class TabCounterView:
    """A tab with its number; ``badge`` is empty where there is nothing, ``name`` is for ears."""

    tab: str
    label: str
    badge: str
    name: str
    href: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """The signed-in buyer as printed."""

    name: str
    login: str
    initials: str
    counters: list[TabCounterView]
    standing_text: str
    standing_about: str
    is_standing_good: bool

    @classmethod
    def of(cls, me: Me, printer: Printer) -> "ProfileView":
        """Tell who is signed in and what waits for them."""
        buyer = me.buyer
        return cls(
            name=buyer.name or buyer.login,
            login=buyer.login if buyer.name else "",
            initials=initials_of(buyer.name or buyer.login),
            counters=[
                _counter(tab, icon, me.counts.get(tab, 0), printer) for tab, icon in COUNTED_TABS
            ],
            standing_text=_standing_text(buyer, printer),
            standing_about=printer.say(
                f"profile.standing.{'strikes' if buyer.strikes else 'good'}.text"
            ),
            is_standing_good=not buyer.strikes,
        )


def _standing_text(buyer: Buyer, printer: Printer) -> str:
    if not buyer.strikes:
        return printer.say("profile.standing.good")
    return printer.count("profile.standing.strikes", buyer.strikes)


def _counter(tab: OrderTab, icon: str, number: int, printer: Printer) -> TabCounterView:
    """Return the counter of a tab; it leads to the orders page with that tab open."""
    label = printer.say(f"orders.tab.{tab}")
    return TabCounterView(
        tab=str(tab),
        label=label,
        badge=("" if not number else f"{MOST_SHOWN}+" if number > MOST_SHOWN else str(number)),
        name=f"{label}, {printer.count('profile.tab.orders', number)}",
        href=f"{printer.href(routes.ORDERS)}?tab={tab}",
        icon=icon,
    )


def initials_of(name: str) -> str:
    """Return the first letters of the first and the last word, upper case; ``?`` for no letters."""
    letters = [part[0] for part in name.replace("@", " ").split() if part[0].isalnum()]
    return "".join((letters[:1] + letters[1:][-1:]) or ["?"]).upper()
