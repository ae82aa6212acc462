"""Change here what the sign-in page says of the demo buyers."""

from dataclasses import dataclass

from buyer_portal import routes
from buyer_portal.i18n.catalogue import Words
from buyer_portal.order_contract.sessions import DemoBuyer, DemoBuyers
from buyer_portal.views.profile import initials_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangerView:
    """A way to an order that is not one's own: who signs in, where that leads, and what to say."""

    buyer: str
    next_path: str
    title: str
    text: str

    @classmethod
    def of(cls, demo: DemoBuyers, words: Words) -> "StrangerView | None":
        """Tell how the last buyer opens an order of the first; None where there is none."""
        if not demo.other_order_id or len(demo.buyers) < 2:  # noqa: PLR2004 - two of them
            return None
        owner, stranger = demo.buyers[0], demo.buyers[-1]
        return cls(
            buyer=stranger.key,
            next_path=routes.href(routes.ORDER, words.locale, order_id=demo.other_order_id),
            title=words("demo.stranger.title"),
            text=words("demo.stranger.text", stranger=stranger.name, owner=owner.name),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoBuyerView:
    """A one-click buyer: a name and what their orders show."""

    key: str
    name: str
    login: str
    initials: str
    about: str

    @classmethod
    def of(cls, buyer: DemoBuyer, words: Words) -> "DemoBuyerView":
        """Tell ``buyer``; the sentence is left out when the catalogue does not have it."""
        return cls(
            key=buyer.key,
            name=buyer.name,
            login=buyer.login,
            initials=initials_of(buyer.name),
            about=words(buyer.about_key) if words.has(buyer.about_key) else "",
        )
