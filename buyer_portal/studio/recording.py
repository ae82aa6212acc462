"""Change here what a recorded walk becomes: a test on our plugin, and steps in words."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from buyer_portal import routes
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.scenario.scenario import Scenario

MOST_STEPS: Final = 200
MOST_CHARACTERS: Final = 60_000
_Text = Annotated[str, Field(max_length=300)]


class RecordedStep(BaseModel):
    """What somebody did, as record.js tells it; ``nth`` is its place among its like."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: Literal["click", "check", "fill", "select", "page"]
    role: Annotated[str, Field(max_length=20, pattern=r"^[a-z]*$")] = ""
    name: _Text = ""
    value: Annotated[str, Field(max_length=1000)] = ""
    nth: Annotated[int, Field(ge=-1, le=500)] = -1
    """-1: there is no other like it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step as printed; ``picture`` is empty until there is one."""

    text: str
    picture: str = ""


_STEPS: Final = TypeAdapter(tuple[RecordedStep, ...])


class WrongRecordingError(ValueError):
    """What a browser sent is no recording."""


def steps_in(text: str) -> tuple[RecordedStep, ...]:
    """Return the steps of a recording; what repeats without effect is left out.

    Raises:
        WrongRecordingError: Not what record.js writes, or too much of it.
    """
    if len(text) > MOST_CHARACTERS:
        raise WrongRecordingError("too long")
    try:
        read = _STEPS.validate_json(text)
    except ValidationError:
        raise WrongRecordingError("no steps") from None
    if len(read) > MOST_STEPS:
        raise WrongRecordingError("too many steps")
    kept: list[RecordedStep] = []
    for step in read:
        is_same_page = step.kind == "page" and bool(kept) and kept[-1] == step
        is_typed_on = step.kind == "fill" and bool(kept) and _is_same_field(kept[-1], step)
        if is_typed_on:
            kept[-1] = step
        elif not is_same_page:
            kept.append(step)
    return tuple(kept)


def _is_same_field(one: RecordedStep, other: RecordedStep) -> bool:
    return one.model_copy(update={"value": other.value}) == other


def told(step: RecordedStep) -> str:
    """Return a step in words, as the step list has it."""
    match step.kind:
        case "click":
            return f"Press “{step.name}”"
        case "check":
            return f"Choose “{step.name}”"
        case "fill":
            return f"Write “{step.value}” into “{step.name}”"
        case "select":
            return f"Choose “{step.value}” in “{step.name}”"
        case _:
            return f"See “{step.name}”"


def picture_file(number: int) -> str:
    """Return what the picture of a step is called; the first is 1."""
    return f"{number:02}.png"


def steps_md(texts: Sequence[str]) -> str:
    """Return the step list, as Markdown beside its pictures."""
    return "\n".join(
        f"{number}. {text}\n\n   ![{text}]({picture_file(number)})\n"
        for number, text in enumerate(texts, start=1)
    )


def as_test(
    scenario: Scenario, made: NewTenant, locale: str, steps: tuple[RecordedStep, ...], title: str
) -> str:
    """Return a file that pytest runs with ``-p buyer_portal.testing.plugin``."""
    document = json.loads(scenario.model_dump_json(exclude_defaults=True, exclude={"opening"}))
    opening = scenario.opening
    buyer = opening.buyer or next(iter(made.buyers))
    lines = [
        f'"""Recorded in the studio: {_quoted(title)}."""',
        "",
        "from pathlib import Path",
        "",
        "from playwright.sync_api import expect",
        "",
        "from buyer_portal.testing.steps import StepList",
        "",
        f"SCENARIO = {document!r}",
        "",
        "",
        "def test_recorded(make_tenant, buyer_page, words):",
        "    tenant = make_tenant(**SCENARIO)",
        f"    say = words({locale!r})",
        f"    path = {_path(scenario, locale)}",
        f"    page = buyer_page(tenant, {buyer!r}, locale={locale!r}, path=path)",
        '    steps = StepList(Path(__file__).with_suffix(""))',
        "",
    ]
    for step in steps:
        lines += [f"    {line}" for line in _code(step, locale)]
        lines.append(f"    steps.add(page, {told(step)!r})")
    return "\n".join(lines) + "\n"


def _path(scenario: Scenario, locale: str) -> str:
    """Return the expression of the address where the walk begins."""
    opening = scenario.opening
    ids = {"order_id": "orders", "seller_id": "sellers", "ticket_id": "tickets"}
    keys = {"order_id": opening.order, "seller_id": opening.seller, "ticket_id": opening.ticket}
    path = routes.href(opening.page, locale, **{name: f"\0{name}\0" for name in ids})
    parts = [repr(part) for part in path.split("\0")]
    for at in range(1, len(parts), 2):
        name = path.split("\0")[at]
        key = keys[name]
        held = f"tenant.{ids[name]}"
        parts[at] = f"{held}[{key!r}]" if key else f"next(iter({held}.values()))"
    return " + ".join(part for part in parts if part != "''")


def _code(step: RecordedStep, locale: str) -> list[str]:
    if step.kind == "page":
        return [f"expect({_found(step, locale, level=1)}).to_be_visible()"]
    found = _found(step, locale)
    match step.kind:
        case "check":
            return [f"{found}.check()"]
        case "fill":
            return [f"{found}.fill({step.value!r})"]
        case "select":
            return [f"{found}.select_option(label={step.value!r})"]
        case _:
            return [f"{found}.click()"]


def _found(step: RecordedStep, locale: str, level: int = 0) -> str:
    role = "heading" if step.kind == "page" else step.role
    extra = f", level={level}" if level else ""
    place = "" if step.nth < 0 else f".nth({step.nth})"
    name = _said(step.name, locale)
    return f"page.get_by_role({role!r}, name={name}, exact=True{extra}){place}"


def _said(name: str, locale: str) -> str:
    """Return the message that says ``name``, so that a new text breaks no test; else the words."""
    key = _messages(locale).get(name)
    return f"say({key!r})" if key else repr(name)


@cache
def _messages(locale: str) -> dict[str, str]:
    words = words_of(locale)
    found: dict[str, str] = {}
    for key in sorted(words.keys(), reverse=True):
        text = words.forms(key)[0]
        if "{" not in text and not key.startswith("studio."):
            found[text] = key
    return found


def _quoted(title: str) -> str:
    return re.sub(r'["\\\n]', " ", title)
