"""Change here what every form about an order knows: its order, its errors, the last answer."""

import reflex as rx

from buyer_portal.commands.trying_again import TryingAgain
from buyer_portal.views.form_errors import FieldErrorView
from buyer_portal.views.phase import Phase


class OrderFormState(TryingAgain, rx.State, mixin=True):
    """A form about the order in the address, whose price follows what is chosen."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    order_key: rx.Field[str] = rx.field(default="")
    is_pricing: rx.Field[bool] = rx.field(default=False)
    errors: rx.Field[list[FieldErrorView]] = rx.field(default_factory=list)
    answer: rx.Field[int] = rx.field(default=0)
    """Rises with each word of the server; the browser then stops saying that it sends."""
    outcome: rx.Field[str] = rx.field(default="none")
    """What the last answer was about: ``none`` tells the browser that a press was not answered."""

    _key: str = ""
    _read_at: float = 0.0

    def _say(self, outcome: str) -> None:
        self.outcome = outcome
        self.answer += 1
