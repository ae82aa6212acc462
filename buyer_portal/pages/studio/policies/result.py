"""Change here how the policy editor shows what another policy would change."""

from collections.abc import Sequence

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.components.words import PageWords
from buyer_portal.pages.studio.policies.state import PolicyEditorState
from buyer_portal.studio.policy_views import BarView, ChangeView

_HEADS = ("count", "stage", "trend", "before", "after", "examples")
_TRENDS = ("less", "more", "other")


def result(words: PageWords) -> rx.Component:
    """Draw what the comparison came to: a sentence, a chart, a list."""
    return rx.el.div(
        rx.el.p(
            PolicyEditorState.said,
            class_name="mt-4 font-semibold empty:hidden",
            custom_attrs={"role": "status", "data-said": ""},
        ),
        rx.el.ul(
            rx.foreach(PolicyEditorState.rejected, rx.el.li),
            class_name="quiet mt-2 space-y-1 text-sm empty:hidden",
        ),
        rx.cond(PolicyEditorState.bars.length() > 0, _chart(words), rx.fragment()),
        rx.cond(
            PolicyEditorState.changes.length() > 0,
            rx.fragment(
                rx.el.h3(words.t("studio.policies.list"), class_name="studio-h3"),
                _list(PolicyEditorState.changes, words.t("studio.policies.list"), words),
            ),
            rx.fragment(),
        ),
        rx.cond(
            PolicyEditorState.besides.length() > 0,
            rx.el.details(
                rx.el.summary(
                    words.t(
                        "studio.policies.besides",
                        number=PolicyEditorState.besides.length().to_string(),
                    )
                ),
                _list(PolicyEditorState.besides, words.t("studio.policies.list"), words),
                class_name="studio-more mt-3",
            ),
            rx.fragment(),
        ),
    )


def _chart(words: PageWords) -> rx.Component:
    return rx.el.figure(
        rx.el.figcaption(words.t("studio.policies.chart"), class_name="studio-h3"),
        rx.el.ul(
            *(
                rx.el.li(
                    rx.el.span(class_name="studio-key", custom_attrs={"data-trend": trend}),
                    words.t(f"studio.policies.trend.{trend}"),
                    class_name="flex items-center gap-2 text-sm",
                )
                for trend in _TRENDS
            ),
            class_name="mb-3 flex flex-wrap gap-x-5 gap-y-1",
        ),
        rx.el.ul(rx.foreach(PolicyEditorState.bars, _bar), class_name="space-y-2"),
        class_name="mt-2",
        custom_attrs={"data-chart": ""},
    )


def _bar(bar: ObjectVar[BarView]) -> rx.Component:
    def part(trend: str, share: rx.Var[str]) -> rx.Component:
        return rx.el.span(
            class_name="studio-bar", style={"width": share}, custom_attrs={"data-trend": trend}
        )

    return rx.el.li(
        rx.el.span(bar.stage, class_name="studio-bar-name"),
        rx.el.span(
            part("less", bar.less),
            part("more", bar.more),
            part("other", bar.other),
            class_name="studio-bars",
            custom_attrs={"aria-hidden": "true"},
        ),
        rx.el.span(bar.text, class_name="studio-bar-count"),
        class_name="studio-bar-row",
        key=bar.stage,
    )


def _list(
    changes: ArrayVar[Sequence[ChangeView]], label: rx.Var[str], words: PageWords
) -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *(rx.el.th(words.t(f"studio.policies.{head}"), scope="col") for head in _HEADS)
                )
            ),
            rx.el.tbody(rx.foreach(changes, lambda change: _change(change, words))),
            class_name="studio-table",
        ),
        class_name="studio-scroll",
        custom_attrs={
            "tabIndex": 0,
            "role": "region",
            "aria-label": label,
        },
    )


def _change(change: ObjectVar[ChangeView], words: PageWords) -> rx.Component:
    return rx.el.tr(
        rx.el.td(change.count, class_name="tabular-nums"),
        rx.el.td(change.stage),
        rx.el.td(
            rx.el.span(
                rx.match(
                    change.trend,
                    *(
                        (trend, words.t(f"studio.policies.trend.{trend}"))
                        for trend in (*_TRENDS, "besides")
                    ),
                    "",
                ),
                class_name="studio-trend",
                custom_attrs={"data-trend": change.trend},
            )
        ),
        rx.el.td(change.before),
        rx.el.td(change.after),
        rx.el.td(change.examples, class_name="quiet"),
    )
