"""Change here what the settings page says of policies in force."""

from dataclasses import dataclass

from buyer_portal import routes
from buyer_portal.order_contract.orders import SellerPolicy
from buyer_portal.views.printing import Printer
from buyer_portal.views.since import since_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLinkView:
    """A seller's policy: since when it holds, and where it can be read."""

    seller_id: str
    seller: str
    since: str
    href: str

    @classmethod
    def of(cls, answer: SellerPolicy, printer: Printer) -> "PolicyLinkView":
        """Tell ``answer`` for its reader."""
        return cls(
            seller_id=answer.seller.id,
            seller=answer.seller.name,
            since=printer.say(
                "settings.about.policy", day=since_text(answer.effective_from, printer)
            ),
            href=printer.href(routes.SELLER_POLICY, seller_id=answer.seller.id),
        )
