"""Change here how the standing page looks: the ledger, appeals, and what sellers take away."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import choose, draw_one, views_in
from buyer_portal.components.command_status import command_status
from buyer_portal.components.failed import failed_panel, stale_banner
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.refresher import refresher
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PANEL, PRIMARY
from buyer_portal.pages.standing.state import StandingState
from buyer_portal.views.phase import Phase
from buyer_portal.views.standing import (
    TONE_OF_STATE,
    RestrictionView,
    StandingView,
    StrikeView,
)


def standing_page(words: PageWords) -> rx.Component:
    """Draw everything that sellers see of this buyer, and for how long."""
    return page_shell(
        refresher(StandingState.refresh),
        draw_one(
            StandingState.phase,
            (Phase.FAILED, _failed(words)),
            (Phase.READY, rx.cond(StandingState.standing, _ready(words), _bones(words))),
            _bones(words),
        ),
        words=words,
        title=words.t("standing.title"),
        nav=Nav.PROFILE,
        back=words.href(routes.PROFILE),
        width="pile max-w-2xl",
        attributes={"data-phase": StandingState.phase},
    )


def _ready(words: PageWords) -> rx.Component:
    standing: ObjectVar[StandingView] = StandingState.standing.to(StandingView)
    return rx.el.div(
        rx.cond(
            StandingState.has_failed_late,
            stale_banner(
                words, StandingState.stale_text, StandingState.again, StandingState.refresh
            ),
            rx.fragment(),
        ),
        _summary(standing),
        rx.cond(
            standing.denials.length() > 0,
            _restrictions(
                views_in(standing.denials, RestrictionView),
                title=words.t("standing.denials.title"),
                note=words.t("standing.lift"),
                symbol="shop",
            ),
            rx.fragment(),
        ),
        rx.cond(
            standing.cash_off.length() > 0,
            _restrictions(
                views_in(standing.cash_off, RestrictionView),
                title=words.t("standing.cash.title"),
                note=words.t("standing.cash.others"),
                symbol="card",
            ),
            rx.fragment(),
        ),
        rx.cond(
            standing.strikes.length() > 0,
            rx.el.section(
                rx.el.h2(words.t("standing.ledger"), class_name=H2),
                rx.el.ul(
                    rx.foreach(
                        views_in(standing.strikes, StrikeView),
                        lambda strike: _strike(strike, standing, words),
                    ),
                    class_name="rows mt-1",
                ),
                class_name="panel px-5 pt-5 pb-1",
            ),
            rx.fragment(),
        ),
        _how(standing, words),
        class_name="pile",
        custom_attrs={"data-good": standing.is_good.to_string()},
    )


def _summary(standing: ObjectVar[StandingView]) -> rx.Component:
    return rx.el.section(
        rx.el.span(
            icon("shield", "size-7"),
            class_name=rx.cond(
                standing.is_good,
                "tint tint-success grid size-14 shrink-0 place-items-center rounded-full",
                "tint tint-warning grid size-14 shrink-0 place-items-center rounded-full",
            ),
        ),
        rx.el.div(
            rx.el.h2(standing.title, class_name="text-[20px] leading-7 font-semibold"),
            rx.el.p(standing.text, class_name="quiet mt-1 text-sm"),
            class_name="min-w-0 flex-1",
        ),
        class_name=f"{PANEL} flex items-start gap-4",
        custom_attrs={"aria-live": "polite"},
    )


def _restrictions(
    found: ArrayVar[list[RestrictionView]],
    *,
    title: rx.Var[str],
    note: rx.Var[str],
    symbol: str,
) -> rx.Component:
    return rx.el.section(
        rx.el.h2(icon(symbol, "size-5"), title, class_name=f"{H2} flex items-center gap-2"),
        rx.el.ul(
            rx.foreach(
                found,
                lambda one: rx.el.li(
                    rx.el.a(
                        rx.el.span(
                            rx.el.span(one.seller, class_name="block font-medium"),
                            rx.el.span(one.why, class_name="quiet block text-[13px]"),
                            rx.el.span(
                                one.since, " · ", one.until, class_name="quiet block text-[13px]"
                            ),
                            class_name="min-w-0 flex-1",
                        ),
                        icon("chevron", "size-5 quiet"),
                        href=one.seller_href,
                        class_name="row-link",
                    )
                ),
            ),
            class_name="rows",
        ),
        rx.el.p(note, class_name="quiet pb-4 text-[13px]"),
        class_name="panel px-5 pt-5",
    )


def _strike(
    strike: ObjectVar[StrikeView], standing: ObjectVar[StandingView], words: PageWords
) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h3(words.t("standing.strike.title"), class_name="font-semibold"),
                rx.el.a(
                    strike.order_text,
                    href=strike.order_href,
                    class_name="text-link inline-flex min-h-11 items-center text-sm break-words",
                ),
                class_name="min-w-0 flex-1",
            ),
            rx.el.span(
                strike.state_text,
                class_name=["badge-text", choose(strike.state, TONE_OF_STATE)],
            ),
            class_name="flex items-start justify-between gap-3",
        ),
        rx.el.dl(
            _fact(words.t("standing.strike.happened"), strike.happened),
            _fact(words.t("standing.strike.seen"), strike.seen_by),
            _fact(words.t("standing.strike.until"), strike.until),
            rx.cond(
                strike.appeal_by != "",
                _fact(words.t("standing.strike.appeal_by"), strike.appeal_by),
                rx.fragment(),
            ),
            class_name="space-y-1.5 text-sm",
        ),
        rx.cond(
            strike.appeal.length() > 0,
            rx.el.div(
                rx.foreach(strike.appeal, lambda line: rx.el.p(line, class_name="break-words")),
                class_name="mt-3 space-y-1 rounded-xl bg-base-200 p-4 text-sm",
                custom_attrs={"aria-live": "polite"},
            ),
            rx.fragment(),
        ),
        rx.cond(strike.can_appeal, _appeal(strike, standing, words), rx.fragment()),
        class_name="py-4",
        custom_attrs={"data-strike": strike.state},
    )


def _fact(label: rx.Var[str], value: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name="quiet"),
        rx.el.dd(value, class_name="text-end font-medium"),
        class_name="flex items-baseline justify-between gap-4",
    )


def _appeal(
    strike: ObjectVar[StrikeView], standing: ObjectVar[StandingView], words: PageWords
) -> rx.Component:
    """Draw the form, folded up until it is wanted; what was typed outlives failures."""
    field_id = rx.Var.create(f"appeal-{strike.id}").to(str)
    hint_id = rx.Var.create(f"appeal-{strike.id}-hint").to(str)
    problem_id = rx.Var.create(f"appeal-{strike.id}-problem").to(str)
    is_ours = StandingState.problem_of == strike.id
    return rx.el.details(
        rx.el.summary(
            words.t("standing.appeal.open"),
            class_name="btn btn-outline btn-sm hair mt-3 how-button",
        ),
        rx.el.form(
            rx.el.label(
                words.t("standing.appeal.label"), html_for=field_id, class_name="font-semibold"
            ),
            rx.el.p(
                words.t("standing.appeal.hint"), id=hint_id, class_name="quiet mt-0.5 text-[13px]"
            ),
            rx.el.textarea(
                id=field_id,
                name="text",
                rows="4",
                class_name="textarea mt-2 w-full text-base",
                custom_attrs={
                    "data-draft": field_id,
                    "aria-describedby": rx.Var.create(f"{hint_id} {problem_id}").to(str),
                    "aria-invalid": rx.cond(
                        is_ours & (StandingState.problem != ""), "true", "false"
                    ),
                },
            ),
            rx.el.p(
                rx.cond(is_ours, StandingState.problem, ""),
                id=problem_id,
                class_name="text-error mt-1 text-sm font-medium empty:hidden",
                custom_attrs={"role": "alert"},
            ),
            rx.el.input(type="hidden", name="strike", value=strike.id, read_only=True),
            rx.el.input(type="hidden", name="sent_at", custom_attrs={"data-sent-at": ""}),
            command_status(words, lost="standing.appeal.unknown", safe="refuse.safe"),
            rx.el.button(
                words.t("standing.appeal.send"), type="submit", class_name=f"{PRIMARY} mt-3 w-full"
            ),
            on_submit=StandingState.appeal,
            reset_on_submit=False,
            class_name="pt-4",
            custom_attrs={
                "noValidate": True,
                "data-command": "appeal",
                "data-answer": StandingState.answer.to_string(),
                "data-outcome": StandingState.outcome,
                "data-portal-now": standing.portal_now_ms,
            },
        ),
    )


def _how(standing: ObjectVar[StandingView], words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.h2(words.t("standing.how.title"), class_name=H2),
        rx.el.ul(
            rx.el.li(words.t("standing.how.cause")),
            rx.el.li(words.t("standing.how.same")),
            rx.el.li(words.t("standing.how.end")),
            rx.cond(
                standing.denials.length() == 0,
                rx.el.li(words.t("standing.denials.none")),
                rx.fragment(),
            ),
            class_name="mt-2 list-disc space-y-2 ps-5 text-sm",
        ),
        class_name=PANEL,
    )


def _failed(words: PageWords) -> rx.Component:
    return failed_panel(words, StandingState.again, StandingState.refresh)


def _bones(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden"),
        rx.el.div(class_name="bone h-28"),
        rx.el.div(class_name="bone mt-4 h-56"),
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, standing_page, routes.STANDING, title="standing.title", on_load=StandingState.load
    )
