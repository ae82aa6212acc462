"""Change here how a seller's policy looks."""

from typing import Final

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.refresher import refresher
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PRIMARY
from buyer_portal.domain.policy import Permission
from buyer_portal.pages.seller_policy.state import PolicyState
from buyer_portal.views.phase import Phase
from buyer_portal.views.policy import (
    BY_HAND,
    PolicySectionView,
    PolicyStageView,
    PolicyView,
    RefundTimeView,
)

MARKS: Final = {
    Permission.INSTANT.value: ("check", "tint-success"),
    Permission.REQUEST.value: ("chat", "tint-info"),
    Permission.SELLER_UNLOCK.value: ("shop", "tint-warning"),
    Permission.NONE.value: ("close", "tint-neutral"),
    BY_HAND: ("return", "tint-neutral"),
}
"""What stands before the words of each permission; the words alone say it all."""
SENTENCE: Final = (
    "relative ps-5 before:absolute before:start-0 before:top-[.6em] before:size-1.5"
    " before:rounded-full before:bg-base-content/35"
)
CELL: Final = "py-3 pe-3 align-top text-start font-normal"


def policy_page(words: PageWords) -> rx.Component:
    """Draw the policy: its lead, the table, the sentences, the refund times."""
    return page_shell(
        refresher(PolicyState.load),
        rx.el.div(
            rx.match(
                PolicyState.phase,
                (Phase.LOADING, _loading(words)),
                (Phase.MISSING, _missing(words)),
                (Phase.FAILED, _failed(words)),
                _ready(words),
            )
        ),
        words=words,
        title=rx.cond(PolicyState.policy, _policy().title, words.t("policy.title.plain")).to(str),
        nav=Nav.ORDERS,
        back=words.href(routes.ORDERS),
        width="pile max-w-3xl",
        attributes={"data-phase": PolicyState.phase},
    )


def _policy() -> "rx.vars.ObjectVar[PolicyView]":
    return PolicyState.policy.to(PolicyView)


def _loading(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        *(
            rx.el.div(
                *(
                    rx.el.div(class_name=f"bone h-4 {width}")
                    for width in ("w-2/3", "w-full", "w-1/2")
                ),
                class_name="panel space-y-4 p-5",
                custom_attrs={"aria-hidden": "true"},
            )
            for _ in range(2)
        ),
        class_name="pile",
    )


def _missing(words: PageWords) -> rx.Component:
    return trouble(
        words.t("policy.not_found.title"),
        words.t("policy.not_found.text"),
        rx.el.a(words.t("errors.to_orders"), href=words.href(routes.ORDERS), class_name=PRIMARY),
        symbol="search",
    )


def _failed(words: PageWords) -> rx.Component:
    return rx.el.div(
        failed_panel(words, PolicyState.again, PolicyState.load),
        rx.cond(PolicyState.policy, _ready(words), rx.fragment()),
        class_name="pile",
    )


def _ready(words: PageWords) -> rx.Component:
    policy = _policy()
    return rx.el.div(
        rx.el.section(
            rx.el.p(policy.lead, class_name="text-lg font-semibold leading-7"),
            rx.el.p(
                policy.effective_text, " · ", policy.version_text, class_name="quiet mt-2 text-sm"
            ),
            rx.el.p(words.t("policy.snapshot"), class_name="quiet mt-1 text-sm"),
            class_name="panel p-5",
        ),
        _table(policy, words),
        rx.foreach(policy.sections, lambda section: _section(section, policy, words)),
        class_name="pile",
    )


def _table(policy: "rx.vars.ObjectVar[PolicyView]", words: PageWords) -> rx.Component:
    return rx.el.section(
        rx.el.table(
            rx.el.caption(
                words.t("policy.table.title"), class_name=f"{H2} caption-top pb-2 text-start"
            ),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(
                        words.t("policy.table.stage"),
                        scope="col",
                        class_name="quiet w-[42%] pb-2 pe-3 text-start text-[13px] font-medium",
                    ),
                    rx.el.th(
                        words.t("policy.table.who"),
                        scope="col",
                        class_name="quiet pb-2 text-start text-[13px] font-medium",
                    ),
                )
            ),
            rx.el.tbody(rx.foreach(policy.stages, _stage)),
            class_name="w-full border-collapse",
        ),
        class_name="panel px-5 pb-2 pt-4",
    )


def _stage(row: "rx.vars.ObjectVar[PolicyStageView]") -> rx.Component:
    mark = rx.match(
        row.mark,
        *(
            (
                name,
                rx.el.span(
                    icon(symbol, "size-4"),
                    class_name=f"tint {tone} grid size-7 shrink-0 place-items-center rounded-full",
                ),
            )
            for name, (symbol, tone) in MARKS.items()
        ),
        rx.fragment(),
    )
    return rx.el.tr(
        rx.el.th(row.stage, scope="row", class_name=CELL),
        rx.el.td(
            rx.el.div(
                mark,
                rx.el.div(
                    rx.el.p(row.who, class_name="font-medium"),
                    rx.cond(
                        row.then != "",
                        rx.el.p(row.then, class_name="quiet text-sm"),
                        rx.fragment(),
                    ),
                    class_name="min-w-0 [overflow-wrap:anywhere]",
                ),
                class_name="flex items-start gap-2.5",
            ),
            class_name="py-3 align-top",
        ),
        class_name="border-t hair",
        key=row.stage,
    )


def _section(
    section: "rx.vars.ObjectVar[PolicySectionView]",
    policy: "rx.vars.ObjectVar[PolicyView]",
    words: PageWords,
) -> rx.Component:
    return rx.el.section(
        rx.el.h2(section.title, class_name=H2),
        rx.cond(
            section.has_refund_times,
            _refund_times(policy, words),
            rx.fragment(),
        ),
        rx.el.ul(
            rx.foreach(
                section.sentences,
                lambda sentence: rx.el.li(sentence, class_name=SENTENCE),
            ),
            class_name="mt-3 space-y-2.5",
        ),
        class_name="panel p-5",
        key=section.title,
    )


def _refund_times(policy: "rx.vars.ObjectVar[PolicyView]", words: PageWords) -> rx.Component:
    return rx.el.table(
        rx.el.caption(words.t("policy.refund.lead"), class_name="caption-top py-2 text-start"),
        rx.el.thead(
            rx.el.tr(
                rx.el.th(
                    words.t("policy.refund.method"),
                    scope="col",
                    class_name="quiet w-1/2 pb-2 text-start text-[13px] font-medium",
                ),
                rx.el.th(
                    words.t("policy.refund.when"),
                    scope="col",
                    class_name="quiet pb-2 text-start text-[13px] font-medium",
                ),
            )
        ),
        rx.el.tbody(rx.foreach(policy.refund_times, _refund_time)),
        class_name="w-full border-collapse",
    )


def _refund_time(row: "rx.vars.ObjectVar[RefundTimeView]") -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.method, scope="row", class_name="py-2.5 pe-3 text-start font-normal"),
        rx.el.td(row.when, class_name="py-2.5 font-medium"),
        class_name="border-t hair",
        key=row.method,
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, policy_page, routes.SELLER_POLICY, title="policy.title.plain", on_load=PolicyState.load
    )
