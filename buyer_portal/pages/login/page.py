"""Change here how the sign-in page looks."""

from typing import Final

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.icons import icon
from buyer_portal.components.plain_frame import plain_frame
from buyer_portal.components.post_form import post_form
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PRIMARY
from buyer_portal.pages.login.state import PROBLEMS, LoginState
from buyer_portal.views.demo import DemoBuyerView, StrangerView

SIGN_IN: Final = "/auth/sign-in"
DEMO_SIGN_IN: Final = "/auth/demo"
FIELD: Final = "input input-bordered hair h-12 w-full bg-base-100 text-base"


def login_page(words: PageWords) -> rx.Component:
    """Draw name and password, the demo buyers, and the languages."""
    return plain_frame(
        rx.el.div(
            rx.el.div(
                rx.el.h1(words.t("login.title"), class_name="text-[28px] font-semibold leading-9"),
                rx.el.p(words.t("login.lead"), class_name="quiet mt-1"),
                _problem(words),
                _form(words),
                rx.el.p(words.t("login.same_account"), class_name="quiet mt-4 text-sm"),
                class_name="panel p-6 sm:p-8",
            ),
            rx.cond(LoginState.demo_buyers.length() > 0, _demo(words), rx.fragment()),
            class_name=rx.cond(
                LoginState.demo_buyers.length() > 0,
                "grid items-start gap-4 lg:grid-cols-2 lg:gap-6",
                "mx-auto grid max-w-md gap-4",
            ),
        ),
        rx.el.p(
            rx.el.a(
                words.t("withdrawal.link"),
                href=words.href(routes.WITHDRAWAL),
                class_name="text-link inline-flex min-h-11 items-center text-sm",
            ),
            class_name="mt-4 text-center",
        ),
        _languages(words),
        rx.el.script(src="/sign-in.js", custom_attrs={"async": True}),
        words=words,
        width="max-w-md lg:max-w-4xl",
    )


def _problem(words: PageWords) -> rx.Component:
    """Draw what went wrong; the region is there before it speaks."""
    told = [
        (
            problem,
            rx.el.div(
                icon("alert", "size-5 mt-0.5"),
                rx.el.div(
                    rx.el.p(words.t(f"login.problem.{problem}.title"), class_name="font-semibold"),
                    rx.el.p(words.t(f"login.problem.{problem}.text"), class_name="text-sm"),
                    id="problem",
                ),
                class_name="tint mt-4 flex gap-3 rounded-xl p-4 "
                + ("tint-info" if problem in ("expired", "deleted") else "tint-error"),
            ),
        )
        for problem in PROBLEMS
    ]
    return rx.el.div(
        rx.match(LoginState.problem, *told, rx.fragment()), custom_attrs={"role": "alert"}
    )


def _form(words: PageWords) -> rx.Component:
    is_wrong = LoginState.problem == "wrong-credentials"
    described = {
        "aria-invalid": rx.cond(is_wrong, "true", "false"),
        "aria-describedby": rx.cond(is_wrong, "problem", ""),
    }
    return post_form(
        rx.el.label(
            words.t("login.name"), html_for="login", class_name="mb-1.5 block text-sm font-medium"
        ),
        rx.el.input(
            id="login",
            name="login",
            type="text",
            auto_complete="username",
            required=True,
            max_length=200,
            class_name=FIELD,
            custom_attrs={
                "autoCapitalize": "none",
                "autoCorrect": "off",
                "spellCheck": "false",
                "inputMode": "email",
                "data-kept": "sign-in",
                **described,
            },
        ),
        rx.el.label(
            words.t("login.password"),
            html_for="password",
            class_name="mb-1.5 mt-4 block text-sm font-medium",
        ),
        rx.el.div(
            rx.el.input(
                id="password",
                name="password",
                type="password",
                auto_complete="current-password",
                required=True,
                max_length=1000,
                class_name=f"{FIELD} pe-12",
                custom_attrs=described,
            ),
            rx.el.button(
                icon("eye", "size-5"),
                type="button",
                class_name="icon-button quiet absolute end-0.5 top-0.5",
                custom_attrs={
                    "aria-label": words.t("login.password.show"),
                    "aria-pressed": "false",
                    "aria-controls": "password",
                    "data-show": "password",
                },
            ),
            class_name="relative",
        ),
        *_hidden_fields(words),
        rx.cond(
            LoginState.next_path != "",
            rx.el.p(words.t("login.return"), class_name="quiet mt-3 text-sm"),
            rx.fragment(),
        ),
        rx.el.button(
            rx.el.span(words.t("login.submit"), class_name="group-data-[stage=sending]:hidden"),
            rx.el.span(
                words.t("login.sending"), class_name="hidden group-data-[stage=sending]:inline"
            ),
            type="submit",
            class_name=f"{PRIMARY} mt-5 w-full",
        ),
        action=SIGN_IN,
        class_name="group mt-6",
        attributes={"data-sends": ""},
    )


def _hidden_fields(words: PageWords) -> tuple[rx.Component, ...]:
    """Return what every sign-in sends along: language, tenant, where the buyer was going."""
    return (
        rx.el.input(type="hidden", name="locale", value=words.locale),
        rx.el.input(type="hidden", name="next", value=LoginState.next_path),
        rx.el.input(type="hidden", name="ticket", value=LoginState.ticket),
    )


def _demo(words: PageWords) -> rx.Component:
    """Draw the demo buyers; each is a form of one button."""
    return rx.el.section(
        rx.el.h2(words.t("demo.title"), id="demo-title", class_name=H2),
        rx.el.p(words.t("demo.lead"), class_name="quiet mt-0.5 text-sm"),
        rx.el.ul(
            rx.foreach(LoginState.demo_buyers, lambda buyer: _demo_buyer(buyer, words)),
            class_name="rows mt-3",
        ),
        rx.cond(LoginState.stranger, _stranger(words), rx.fragment()),
        class_name="panel p-6 pb-2 sm:p-8 sm:pb-4",
        custom_attrs={"aria-labelledby": "demo-title"},
    )


def _stranger(words: PageWords) -> rx.Component:
    """Draw the way to an order that is not the buyer's own."""
    stranger = LoginState.stranger.to(StrangerView)
    return post_form(
        rx.el.input(type="hidden", name="buyer", value=stranger.buyer),
        rx.el.input(type="hidden", name="locale", value=words.locale),
        rx.el.input(type="hidden", name="next", value=stranger.next_path),
        rx.el.button(
            rx.el.span(
                icon("user", "size-5"),
                class_name="tint tint-warning grid size-10 shrink-0 place-items-center rounded-full",
                custom_attrs={"aria-hidden": "true"},
            ),
            rx.el.span(
                rx.el.span(stranger.title, class_name="block font-medium"),
                rx.el.span(stranger.text, class_name="quiet block text-[13px] leading-5"),
                class_name="min-w-0 flex-1",
            ),
            icon("chevron", "size-5 quiet"),
            type="submit",
            class_name="row-link border-t hair",
        ),
        action=DEMO_SIGN_IN,
        attributes={"data-sends": ""},
    )


def _demo_buyer(buyer: rx.vars.ObjectVar[DemoBuyerView], words: PageWords) -> rx.Component:
    return rx.el.li(
        post_form(
            rx.el.input(type="hidden", name="buyer", value=buyer.key),
            *_hidden_fields(words),
            rx.el.button(
                rx.el.span(
                    buyer.initials,
                    class_name="tint tint-info grid size-10 shrink-0 place-items-center rounded-full text-sm font-semibold",
                    custom_attrs={"aria-hidden": "true"},
                ),
                rx.el.span(
                    rx.el.span(buyer.name, class_name="block font-medium"),
                    rx.el.span(buyer.about, class_name="quiet block text-[13px] leading-5"),
                    class_name="min-w-0 flex-1",
                ),
                icon("chevron", "size-5 quiet"),
                type="submit",
                class_name="row-link",
                custom_attrs={
                    "aria-label": words.t("demo.sign_in", name=buyer.name),
                    "aria-description": buyer.about,
                },
            ),
            action=DEMO_SIGN_IN,
            attributes={"data-sends": ""},
        ),
        key=buyer.key,
    )


def _languages(words: PageWords) -> rx.Component:
    """Draw a link to this page in each language; a full load, so that ``lang`` follows."""
    return rx.el.nav(
        *(
            rx.el.a(
                words.t(f"settings.language.{locale}"),
                href=rx.Var.create(routes.href(routes.LOGIN, locale)).to(str) + LoginState.query,
                reload_document=True,
                class_name="grid min-h-11 place-items-center px-3 text-sm "
                + ("font-semibold" if locale == words.locale else "quiet text-link"),
                custom_attrs={"lang": locale, "hrefLang": locale}
                | ({"aria-current": "true"} if locale == words.locale else {}),
            )
            for locale in routes.LOCALES
        ),
        class_name="mt-5 flex flex-wrap justify-center gap-1",
        custom_attrs={"aria-label": words.t("login.language")},
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, login_page, routes.LOGIN, title="login.title", on_load=LoginState.load
    )
