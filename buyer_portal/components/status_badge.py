"""Change here how a status is shown."""

from typing import Final

import reflex as rx

from buyer_portal.components.choose import choose
from buyer_portal.design.tokens import STATUS_TONE, TONE_CLASS, Tone

_CLASS_OF_STATUS: Final = {
    "REQUESTED": TONE_CLASS[Tone.WAITING],
    "RETURNING": TONE_CLASS[Tone.WAITING],
    **{status.value: TONE_CLASS[tone] for status, tone in STATUS_TONE.items()},
}


def status_badge(status: rx.Var[str], text: rx.Var[str]) -> rx.Component:
    """Show ``text`` in the colours of ``status``."""
    return rx.el.span(
        text, class_name=["badge-text", choose(status, _CLASS_OF_STATUS, TONE_CLASS[Tone.CALM])]
    )
