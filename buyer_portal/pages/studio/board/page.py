"""Change here how the board looks."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.studio.shell import studio_shell
from buyer_portal.components.words import PageWords
from buyer_portal.scenario.library import LIBRARY, Group
from buyer_portal.studio.screens import ADDRESSES, Screen


def board_page(words: PageWords) -> rx.Component:
    """Draw the library, from which every prototype starts."""
    return studio_shell(
        *(_group(words, group) for group in Group), words=words, screen=Screen.BOARD
    )


def _group(words: PageWords, group: Group) -> rx.Component:
    """Draw the named scenarios of a group."""
    title = f"group-{group.value}"
    return rx.el.section(
        rx.el.h2(
            words.t(f"studio.group.{group.value}"), id=title, class_name="text-[15px] font-semibold"
        ),
        rx.el.ul(
            *(
                rx.el.li(words.t(f"studio.scenario.{named.name}"), class_name="chip")
                for named in LIBRARY.values()
                if named.group is group
            ),
            class_name="mt-2 flex flex-wrap gap-2",
        ),
        class_name="panel mb-3 p-4",
        custom_attrs={"aria-labelledby": title},
    )


def register(app: rx.App) -> None:
    """Add the board in each language."""
    for locale in routes.LOCALES:
        words = PageWords(locale)
        app.add_page(
            board_page(words),
            route=routes.page_route(ADDRESSES[Screen.BOARD], locale),
            title=words.text("studio.board.title"),
        )
