"""Change here what the page about a buyer's own data prints."""

from dataclasses import dataclass

from buyer_portal.order_contract.account import AccountFacts
from buyer_portal.views.printing import Printer


@dataclass(frozen=True, slots=True, kw_only=True)
class YourDataView:
    """Whether the account can be deleted; ``obstacles`` say why not, empty when it can."""

    login: str
    confirm_text: str
    can_delete: bool
    obstacles: list[str]

    @classmethod
    def of(cls, facts: AccountFacts, printer: Printer) -> "YourDataView":
        """Print what stands in the way of deleting an account."""
        obstacles = [
            printer.count(f"data.delete.{name}", number)
            for name, number in (
                ("orders", facts.open_orders),
                ("returns", facts.open_returns),
                ("refunds", facts.open_refunds),
            )
            if number
        ]
        return cls(
            login=facts.login,
            confirm_text=printer.say("data.delete.type", login=facts.login),
            can_delete=facts.can_delete,
            obstacles=obstacles,
        )
