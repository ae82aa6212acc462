"""Change here how a date is offered to a calendar."""

import reflex as rx

from buyer_portal.components.icons import icon
from buyer_portal.components.words import PageWords


def calendar_link(href: rx.Var[str], words: PageWords) -> rx.Component:
    """Draw the way to a file that calendars take over."""
    return rx.el.a(
        icon("calendar", "size-4"),
        words.t("calendar.add"),
        href=href,
        reload_document=True,  # a file, not a page of the router
        class_name="text-link no-print inline-flex min-h-11 items-center gap-1 text-[13px]",
        custom_attrs={"download": "", "data-calendar": ""},
    )
