"""Change here how long ago something was, and since when something holds."""

from datetime import datetime

from babel.dates import format_date

from buyer_portal.i18n.formats import DATE_LOCALE, relative_text
from buyer_portal.views.printing import Printer


def ago_text(at: datetime, printer: Printer) -> str:
    """Return how long ago ``at`` was; never in the future, whatever clocks say."""
    return relative_text(min(at, printer.now), printer.now, printer.locale)


def since_text(at: datetime, printer: Printer) -> str:
    """Return a day with its year: policies hold for long."""
    day = at.astimezone(printer.zone).date()
    return format_date(day, "long", locale=DATE_LOCALE.get(printer.locale, printer.locale))
