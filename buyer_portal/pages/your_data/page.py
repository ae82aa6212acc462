"""Change here how the page about a buyer's own data looks."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import draw_one
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.post_form import post_form
from buyer_portal.components.refresher import refresher
from buyer_portal.components.rows import panel, skeleton_rows
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import DANGER, PRIMARY, QUIET
from buyer_portal.pages.your_data.state import PROBLEMS, YourDataState
from buyer_portal.views.phase import Phase
from buyer_portal.views.your_data import YourDataView

EXPORT: Final = "/account/export"
DELETE: Final = "/auth/delete-account"
LOGIN_FIELD: Final = "delete-login"


def your_data_page(words: PageWords) -> rx.Component:
    """Draw the download, and what deleting the account means."""
    return page_shell(
        refresher(YourDataState.refresh),
        panel(
            rx.el.p(words.t("data.export.text"), class_name="quiet text-sm"),
            rx.el.a(
                icon("download", "size-5"),
                words.t("data.export.action"),
                href=EXPORT,
                reload_document=True,  # else the pages' router would look for a page
                class_name=f"{PRIMARY} mb-5 mt-4 w-full sm:w-auto",
                custom_attrs={"download": ""},
            ),
            title=words.t("data.export"),
            id="export",
        ),
        panel(
            _problem(words),
            rx.el.p(words.t("data.delete.text"), class_name="font-medium"),
            rx.el.ul(
                *(rx.el.li(words.t(f"data.delete.{name}")) for name in ("gone", "kept", "lost")),
                class_name="quiet mt-3 list-disc space-y-2 ps-5 text-sm",
            ),
            draw_one(
                YourDataState.phase,
                (
                    Phase.FAILED,
                    failed_panel(words, YourDataState.again, YourDataState.refresh),
                ),
                rx.cond(YourDataState.view, _deletion(words), skeleton_rows(1)),
            ),
            title=words.t("data.delete"),
            id="delete",
        ),
        words=words,
        title=words.t("data.title"),
        nav=Nav.PROFILE,
        back=words.href(routes.SETTINGS),
        width="narrow pile",
        attributes={"data-phase": YourDataState.phase},
    )


def _view() -> ObjectVar[YourDataView]:
    return YourDataState.view.to(YourDataView)


def _problem(words: PageWords) -> rx.Component:
    """Draw why the last try deleted nothing."""
    told = [
        (
            problem,
            rx.el.p(
                words.t(f"data.problem.{problem}"),
                class_name="banner tint tint-error mb-4 rounded-xl",
            ),
        )
        for problem in PROBLEMS
    ]
    return rx.el.div(
        rx.match(YourDataState.problem, *told, rx.fragment()), custom_attrs={"role": "alert"}
    )


def _deletion(words: PageWords) -> rx.Component:
    return rx.cond(_view().can_delete, _form(words), _blocked(words))


def _blocked(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h3(words.t("data.delete.blocked"), class_name="font-semibold"),
            rx.el.ul(
                rx.foreach(_view().obstacles, rx.el.li),
                class_name="mt-1 space-y-1 text-sm",
            ),
            rx.el.a(
                words.t("data.orders"),
                href=words.href(routes.ORDERS),
                class_name=f"{QUIET} mt-3 w-full sm:w-auto",
            ),
            class_name="tint tint-info rounded-xl p-4",
        ),
        class_name="pb-5 pt-4",
    )


def _form(words: PageWords) -> rx.Component:
    return post_form(
        rx.el.input(type="hidden", name="locale", value=words.locale),
        rx.el.label(
            _view().confirm_text, html_for=LOGIN_FIELD, class_name="block font-semibold break-words"
        ),
        rx.el.input(
            id=LOGIN_FIELD,
            name="login",
            type="text",
            required=True,
            auto_complete="off",
            class_name="input mt-2 min-h-12 w-full text-base",
            custom_attrs={"autoCapitalize": "none", "spellCheck": "false"},
        ),
        rx.el.button(
            words.t("data.delete.action"), type="submit", class_name=f"{DANGER} mb-5 mt-4 w-full"
        ),
        action=DELETE,
        class_name="mt-5",
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, your_data_page, routes.YOUR_DATA, title="data.title", on_load=YourDataState.load
    )
