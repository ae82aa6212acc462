"""Change here how reviewing the experience looks."""

from typing import Final

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import draw_one
from buyer_portal.components.failed import failed_panel
from buyer_portal.components.form_errors import error_summary, field_error
from buyer_portal.components.icons import icon
from buyer_portal.components.layout import Nav, page_shell
from buyer_portal.components.refresher import refresher
from buyer_portal.components.rows import skeleton_rows
from buyer_portal.components.tickets import sending_status
from buyer_portal.components.trouble import trouble
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import H2, PANEL, PRIMARY, QUIET
from buyer_portal.domain.reviews import BEST_RATING, REVIEW_CHARACTERS, Improvement
from buyer_portal.pages.review.state import RATING_FIELD, REVIEW_FIELD, ReviewState
from buyer_portal.views.phase import Phase
from buyer_portal.views.review import ReviewView

DRAFT: Final = "review:text"
STAR: Final = "mask mask-star-2 star size-11 cursor-pointer"


def review_page(words: PageWords) -> rx.Component:
    """Draw the question how it went, or what the buyer answered."""
    return page_shell(
        refresher(ReviewState.refresh),
        draw_one(
            ReviewState.phase,
            (Phase.LOADING, _loading(words)),
            (Phase.MISSING, _missing(words)),
            (
                Phase.FAILED,
                failed_panel(
                    words, ReviewState.again, ReviewState.refresh, order_id=ReviewState.order_key
                ),
            ),
            rx.cond(ReviewState.view, _ready(words), _loading(words)),
        ),
        words=words,
        title=words.t("review.title"),
        nav=Nav.ORDERS,
        back=rx.cond(ReviewState.view, _view().refund_href, words.href(routes.ORDERS)).to(str),
        width="narrow pile",
        attributes={"data-phase": ReviewState.phase},
    )


def _view() -> ObjectVar[ReviewView]:
    return ReviewState.view.to(ReviewView)


def _loading(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.p(words.t("page.loading"), class_name="visually-hidden", role="status"),
        skeleton_rows(3),
        class_name="panel px-5",
    )


def _missing(words: PageWords) -> rx.Component:
    return trouble(
        words.t("refunds.not_found.title"),
        words.t("refunds.not_found.text"),
        rx.el.a(words.t("errors.to_orders"), href=words.href(routes.ORDERS), class_name=PRIMARY),
        symbol="search",
    )


def _ready(words: PageWords) -> rx.Component:
    view = _view()
    return rx.el.div(
        rx.el.section(
            rx.el.a(
                view.order_text, href=view.order_href, class_name="text-link over-link text-sm"
            ),
            rx.el.h2(view.headline, class_name="headline"),
            rx.el.p(view.lead, class_name="quiet mt-1"),
            custom_attrs={"aria-live": "polite"},
        ),
        rx.cond(
            view.is_open,
            _form(words),
            rx.cond(view.is_given, _given(words), _early(words)),
        ),
        class_name="pile",
    )


def _early(words: PageWords) -> rx.Component:
    """Draw the way to the money that has not arrived yet."""
    return rx.el.a(
        words.t("review.to_refund"), href=_view().refund_href, class_name=f"{QUIET} w-full"
    )


def _given(words: PageWords) -> rx.Component:
    view = _view()
    return rx.el.section(
        rx.el.p(
            icon("check", "size-5 me-2 inline align-[-4px]"),
            view.rating_text,
            class_name="font-semibold",
        ),
        rx.cond(
            view.improvements.length() > 0,
            rx.el.div(
                rx.el.h3(words.t("review.improve"), class_name="mt-4 text-sm font-semibold"),
                rx.el.ul(
                    rx.foreach(view.improvements, rx.el.li),
                    class_name="mt-1 list-disc ps-5 text-sm",
                ),
            ),
            rx.fragment(),
        ),
        rx.cond(
            view.text != "",
            rx.el.p(view.text, class_name="mt-4 whitespace-pre-line break-words"),
            rx.fragment(),
        ),
        rx.el.a(
            words.t("review.to_orders"),
            href=words.href(routes.ORDERS),
            class_name=f"{QUIET} mt-5 w-full",
        ),
        class_name=PANEL,
    )


def _form(words: PageWords) -> rx.Component:
    return rx.el.form(
        rx.el.div(
            error_summary(
                ReviewState.errors,
                words,
                answer=ReviewState.answer.to_string(),
                title="cancel.errors",
            ),
            _rating(words),
            _improvements(words),
            _text(words),
            class_name=PANEL,
        ),
        rx.el.input(type="hidden", name="sent_at", custom_attrs={"data-sent-at": ""}),
        sending_status(words),
        rx.el.button(words.t("review.send"), type="submit", class_name=f"{PRIMARY} mt-3 w-full"),
        on_submit=ReviewState.send,
        reset_on_submit=False,
        custom_attrs={
            "noValidate": True,
            "data-command": "review",
            "data-answer": ReviewState.answer.to_string(),
            "data-outcome": ReviewState.outcome,
        },
    )


def _rating(words: PageWords) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(words.t("review.question"), class_name=H2),
        field_error(ReviewState.errors, RATING_FIELD),
        rx.el.div(
            *(
                rx.el.input(
                    type="radio",
                    name="rating",
                    value=str(rating),
                    class_name=STAR,
                    custom_attrs={
                        "aria-label": words.t(
                            "review.rating",
                            rating=rating,
                            best=BEST_RATING,
                            word=words.t(f"review.rating.{rating}"),
                        )
                    },
                )
                for rating in range(1, BEST_RATING + 1)
            ),
            class_name="rating mt-3 gap-1",
        ),
        rx.el.p(
            rx.el.span(words.t("review.rating.1")),
            rx.el.span(words.t(f"review.rating.{BEST_RATING}")),
            class_name="quiet mt-1 flex w-60 justify-between text-[13px]",
            custom_attrs={"aria-hidden": "true"},
        ),
        id=RATING_FIELD,
        custom_attrs={"tabIndex": -1},
    )


def _improvements(words: PageWords) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(words.t("review.improve.question"), class_name=f"{H2} pt-6"),
        rx.el.div(
            *(
                rx.el.label(
                    rx.el.input(
                        type="checkbox", name=f"improve-{one}", value="1", class_name="checkbox"
                    ),
                    rx.el.span(words.t(f"review.improve.{one}")),
                    class_name="flex min-h-12 cursor-pointer items-center gap-3",
                )
                for one in Improvement
            ),
            class_name="rows mt-1",
        ),
    )


def _text(words: PageWords) -> rx.Component:
    return rx.el.div(
        rx.el.label(words.t("review.text"), html_for=REVIEW_FIELD, class_name=f"{H2} block pt-6"),
        field_error(ReviewState.errors, REVIEW_FIELD),
        rx.el.textarea(
            id=REVIEW_FIELD,
            name="text",
            rows="4",
            max_length=REVIEW_CHARACTERS,
            class_name="textarea mt-2 w-full text-base",
            custom_attrs={
                "data-draft": DRAFT,
                "aria-describedby": f"{REVIEW_FIELD}-who {REVIEW_FIELD}-error",
            },
        ),
        rx.el.p(
            words.t("review.text.who"),
            id=f"{REVIEW_FIELD}-who",
            class_name="quiet mt-1 text-[13px]",
        ),
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app, review_page, routes.REVIEW, title="review.title", on_load=ReviewState.load
    )
