"""Change here what the cancel form may send and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from buyer_portal.domain.decision_values import Decision
from buyer_portal.domain.policy import ReasonMode
from buyer_portal.views.cancel import MOST_REASON_CHARACTERS

PIECES: Final = "pieces:"
"""Form fields ``pieces:<line id>`` hold how many pieces of a line to cancel."""
REASON_FIELD: Final = "cancel-reason"
TEXT_FIELD: Final = "cancel-text"
PIECES_FIELD: Final = "cancel-pieces"
_WITH_LIST: Final = frozenset({ReasonMode.LIST, ReasonMode.LIST_AND_TEXT})


class _Sent(BaseModel):
    """The form as any browser may send it: texts, none of them endless."""

    model_config = ConfigDict(extra="forbid", strict=True, str_max_length=4000)

    reason: str = Field(default="", max_length=120)
    text: str = ""
    sent_at: str = Field(default="", max_length=20)
    pieces: dict[str, int] = Field(default_factory=dict, max_length=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelForm:
    """What the buyer chose. ``sent_at_ms`` is by the portal's clock, None when not said."""

    reason_key: str = ""
    reason_text: str = ""
    pieces: dict[str, int] = field(default_factory=dict[str, int])
    sent_at_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormError:
    """A field that is wrong, and the message that says so."""

    field_id: str
    key: str


def parse_form(form_data: object) -> CancelForm | None:
    """Return what a browser sent; None for anything that our page cannot have sent."""
    if not isinstance(form_data, dict):
        return None
    texts: dict[str, object] = {}
    pieces: dict[str, int] = {}
    for name, value in form_data.items():
        if not isinstance(name, str) or not isinstance(value, str):
            continue
        if name.startswith(PIECES):
            if not value.isdecimal() or len(value) > 7:  # noqa: PLR2004 - no line has more
                return None
            pieces[name.removeprefix(PIECES)] = int(value)
        elif name in ("reason", "text", "sent_at"):
            texts[name] = value
    try:
        sent = _Sent.model_validate({**texts, "pieces": pieces})
    except ValidationError:
        return None
    return CancelForm(
        reason_key=sent.reason,
        reason_text=sent.text.strip(),
        pieces=sent.pieces,
        sent_at_ms=int(sent.sent_at) if sent.sent_at.isdecimal() else None,
    )


def errors_of(form: CancelForm, decision: Decision, *, asks_pieces: bool) -> list[FormError]:
    """Return what keeps a form from being sent, in the order of its fields."""
    errors: list[FormError] = []
    if asks_pieces and not any(form.pieces.values()):
        errors.append(FormError(field_id=PIECES_FIELD, key="cancel.pieces_none"))
    mode = decision.reason_mode
    has_list = mode in _WITH_LIST and bool(decision.reason_keys)
    if decision.reason_required and mode is not ReasonMode.NONE:
        if has_list and not form.reason_key:
            errors.append(FormError(field_id=REASON_FIELD, key="cancel.error.reason"))
        elif not has_list and not form.reason_text:
            errors.append(FormError(field_id=TEXT_FIELD, key="cancel.error.text"))
    if len(form.reason_text) > MOST_REASON_CHARACTERS:
        errors.append(FormError(field_id=TEXT_FIELD, key="cancel.error.long"))
    return errors
