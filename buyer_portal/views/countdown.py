"""Change here what a countdown prints: what is left, and what happens at zero."""

from dataclasses import dataclass

from buyer_portal.domain.decision_values import Deadline
from buyer_portal.views.calendar import calendar_href
from buyer_portal.views.printing import Printer, epoch_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class CountdownView:
    """A deadline. ``template`` has ``{time}``, which the browser fills in each second.

    ``text`` is the same at the moment of printing, ``over_text`` what stands there at zero;
    ``deadline_ms`` and ``now_ms`` are both of the service's clock, in texts for attributes.
    """

    kind: str
    text: str
    template: str
    over_text: str
    consequence: str
    at_text: str
    deadline_ms: str
    now_ms: str
    calendar_href: str = ""
    """Where it can be taken over into a calendar; empty once it has passed."""

    @classmethod
    def of(cls, deadline: Deadline, order_id: str, printer: Printer) -> "CountdownView":
        """Print a deadline of a decision about an order."""
        kind = deadline.kind.value
        template = printer.words.forms(f"countdown.{kind}")[0]
        left = printer.length(deadline.at - printer.now)
        over = printer.say(f"countdown.{kind}.over")
        return cls(
            kind=kind,
            text=template.format(time=left) if deadline.at > printer.now else over,
            template=template,
            over_text=over,
            consequence=printer.say(f"expiry.{deadline.on_expiry.value}"),
            at_text=printer.moment(deadline.at),
            deadline_ms=str(epoch_ms(deadline.at)),
            now_ms=str(printer.now_ms),
            calendar_href=calendar_href(
                order_id, kind, printer.locale, seller_id=deadline.seller_id
            )
            if deadline.at > printer.now
            else "",
        )
