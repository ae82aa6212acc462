"""Change here what a JSON value may be for a field: pydantic would read a number out of a text."""

import re
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

_MOMENT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII
)


def as_stated(model: type[BaseModel], field: str, given: object) -> object:
    """Return a field's value as given, or refuse what JSON states as another type.

    Raises:
        PydanticCustomError: A text or a truth value for a number, a number for a moment, …
    """
    wanted = _kind_of(model, field)
    if wanted is None or given is None:
        return given
    if wanted is bool:
        is_fit = isinstance(given, bool)
    elif wanted in {int, float}:
        is_fit = isinstance(given, int | float) and not isinstance(given, bool)
    elif isinstance(given, str):
        is_fit = _MOMENT.fullmatch(given) is not None
    else:
        is_fit = isinstance(given, datetime)
    if not is_fit:
        raise PydanticCustomError("other_type", "is stated as another type")
    return given


@cache
def _kind_of(model: type[BaseModel], field: str) -> type | None:
    """Return the one scalar type of a field that needs care; None for any other."""
    annotation: Any = model.model_fields[field].annotation
    if get_origin(annotation) in {Union, UnionType}:
        choices = [choice for choice in get_args(annotation) if choice is not NoneType]
        annotation = choices[0] if len(choices) == 1 else None
    return annotation if annotation in {bool, int, float, datetime} else None
