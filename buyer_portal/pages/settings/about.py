"""Change here what settings say about this page: its build, its time zone, the policies."""

import reflex as rx

from buyer_portal import routes
from buyer_portal.components.icons import icon
from buyer_portal.components.rows import panel
from buyer_portal.components.words import PageWords
from buyer_portal.pages.settings.about_state import AboutState
from buyer_portal.session import SessionState
from buyer_portal.views.about import PolicyLinkView


def about_panel(words: PageWords, build: int) -> rx.Component:
    """Draw which build this page is, and since when the policies hold."""
    return panel(
        rx.el.dl(
            rx.el.div(
                rx.el.dt(words.t("settings.about.build")),
                rx.el.dd(
                    rx.cond(
                        SessionState.is_outdated,
                        rx.el.a(
                            words.t("settings.about.outdated", build=build),
                            href=words.href(routes.UPDATE),
                            class_name="text-link",
                        ),
                        words.t("settings.about.current", build=build),
                    ),
                    class_name="quiet text-end text-sm",
                ),
                class_name="flex min-h-12 items-center justify-between gap-4 py-2",
            ),
            rx.el.div(
                rx.el.dt(words.t("settings.about.zone")),
                rx.el.dd(SessionState.time_zone, class_name="quiet text-end text-sm"),
                class_name="flex min-h-12 items-center justify-between gap-4 border-t py-2 hair",
            ),
        ),
        rx.cond(
            AboutState.policies.length() > 0,
            rx.el.div(
                rx.el.h3(
                    words.t("settings.about.policies"),
                    class_name="border-t pt-3 text-sm font-medium hair",
                ),
                rx.el.ul(rx.foreach(AboutState.policies, _policy), class_name="rows"),
            ),
            rx.fragment(),
        ),
        title=words.t("settings.about"),
        id="about",
    )


def _policy(policy: "rx.vars.ObjectVar[PolicyLinkView]") -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.span(policy.seller, class_name="block"),
                rx.el.span(policy.since, class_name="quiet block text-[13px]"),
                class_name="min-w-0 flex-1",
            ),
            icon("chevron", "size-5 quiet"),
            href=policy.href,
            class_name="row-link",
        ),
        key=policy.seller_id,
    )
