"""Change here what a form knows of a field that is wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldErrorView:
    """A field that is wrong, in words; ``field_id`` empty: the form as a whole."""

    field_id: str
    text: str
