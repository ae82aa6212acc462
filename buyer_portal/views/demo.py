"""Change here what the sign-in page says of a demo buyer."""

from dataclasses import dataclass

from buyer_portal.i18n.catalogue import Words
from buyer_portal.order_contract.sessions import DemoBuyer
from buyer_portal.views.profile import initials_of


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
