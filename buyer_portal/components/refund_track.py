"""Change here how one refund is drawn on its way: amount, steps, reference, what went wrong."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.choose import views_in
from buyer_portal.components.copying import copy_button
from buyer_portal.components.icons import icon
from buyer_portal.components.journey import journey
from buyer_portal.components.words import PageWords
from buyer_portal.views.journey import JourneyStepView
from buyer_portal.views.refund_track import RefundTrackView


def refund_track(track: ObjectVar[RefundTrackView], words: PageWords) -> rx.Component:
    """Draw where the money of one payment method is."""
    reference_id = rx.Var.create(f"bank-reference-{track.id}").to(str)
    return rx.el.section(
        rx.el.div(
            rx.el.h3(track.method, class_name="min-w-0 flex-[1_1_9rem] font-medium empty:hidden"),
            rx.el.p(track.amount_text, class_name="money text-[22px] font-semibold leading-7"),
            class_name="flex flex-wrap items-baseline justify-between gap-x-4",
        ),
        rx.el.div(journey(views_in(track.steps, JourneyStepView)), class_name="mt-4"),
        rx.cond(
            track.problem.length() > 0,
            rx.el.div(
                icon("alert", "size-5 shrink-0"),
                rx.el.div(rx.foreach(track.problem, rx.el.p), class_name="space-y-1"),
                class_name="tint tint-error mt-4 flex gap-3 rounded-xl p-3.5 text-sm",
            ),
            rx.fragment(),
        ),
        rx.cond(
            track.reference != "",
            rx.el.div(
                rx.el.div(
                    rx.el.p(words.t("refunds.reference"), class_name="quiet text-[13px]"),
                    rx.el.p(
                        track.reference,
                        id=reference_id,
                        class_name="money break-all font-medium",
                    ),
                    class_name="min-w-0 flex-1",
                ),
                copy_button(words, words.t("refunds.copy"), reference_id),
                class_name="mt-4 flex items-center gap-3 rounded-xl bg-base-200 px-3.5 py-2.5",
            ),
            rx.fragment(),
        ),
        rx.cond(
            track.note != "", rx.el.p(track.note, class_name="quiet mt-3 text-sm"), rx.fragment()
        ),
        class_name="py-5 first:pt-0 last:pb-0",
        custom_attrs={"data-refund": track.id, "data-stage": track.stage},
    )
