"""Change here how a request that waits for an answer is taken back by one press."""

import reflex as rx

from buyer_portal.commands.withdraw_state import WithdrawState
from buyer_portal.components.words import PageWords
from buyer_portal.design.tokens import QUIET


def withdraw_button(words: PageWords, cancellation_id: "rx.Var[str]") -> rx.Component:
    """Draw the button, and below it why it did not work."""
    return rx.el.div(
        rx.el.button(
            rx.cond(
                WithdrawState.is_sending,
                words.t("result.withdrawing"),
                words.t("result.withdraw"),
            ),
            type="button",
            on_click=WithdrawState.withdraw(cancellation_id),
            class_name=f"{QUIET} w-full",
            custom_attrs={"aria-disabled": rx.cond(WithdrawState.is_sending, "true", "false")},
        ),
        rx.el.p(
            WithdrawState.problem,
            class_name="text-error mt-2 text-sm empty:hidden",
            custom_attrs={"role": "alert"},
        ),
        class_name="flex-1",
    )
