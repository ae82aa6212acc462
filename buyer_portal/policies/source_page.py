"""Change here how the sources of the presets are listed."""

from collections.abc import Mapping
from typing import Final

from buyer_portal.domain.policy import DayRange
from buyer_portal.policies.layer import Layer
from buyer_portal.policies.loader import FLOOR, PRESETS, facts_of, sources_of
from buyer_portal.policies.markdown import table
from buyer_portal.policies.reasons import list_of_markets, reason_source

ASSUMED: Final = "assumption: "
"""How the source of a fact begins that nobody published."""

REST: Final = "rest"
"""The key of the source of all facts that no other key of ``[sources]`` covers."""

_HEADS: Final = ("fact", "value", "where from")


def source_of(path: str, sources: Mapping[str, str]) -> str | None:
    """Return the source of a fact: that of the longest key it stands under."""
    while path:
        if path in sources:
            return sources[path]
        path = path.rpartition(".")[0]
    return sources.get(REST)


def sources_page() -> str:
    """Return the page ``docs/policy/sources.md``."""
    lines = [
        "# Where the facts come from",
        "",
        "Made by `python -m buyer_portal.policies docs/policy` from `[sources]` of the policies;",
        "a test compares it. `R…` are statements of the four guides ([guides.md](../guides.md)).",
        "**Assumed** marks what nobody published: change it freely, and write down why.",
        "",
        "## Reasons",
        "",
        f"Keys: {reason_source()}.",
        "The words are our own. Markets without a list of their own use that of the nearest one,",
        "an assumption:",
        "",
    ]
    lines += table(
        ("market", "list"),
        [(f"`{market}`", name) for market, name in list_of_markets().items()],
    )
    lines.append("")
    for preset in (FLOOR, *PRESETS):
        sources = sources_of(preset)
        lines += [f"## {preset}", ""]
        lines += table(
            _HEADS,
            [
                (f"`{path}`", f"`{_said(value)}`", _marked(source_of(path, sources) or ""))
                for path, value in facts_of(preset).items()
            ],
        )
        lines.append("")
    return "\n".join(lines)


def unsourced(facts: Layer, sources: Mapping[str, str]) -> tuple[str, ...]:
    """Return the facts without a source, and the sources of no fact."""
    bare = [path for path in facts if source_of(path, sources) is None]
    used = {key for path in facts for key in sources if _covers(key, path)}
    return (*bare, *(key for key in sources if key not in used and key != REST))


def _covers(key: str, path: str) -> bool:
    return path == key or path.startswith(f"{key}.")


def _marked(said: str) -> str:
    rest = said.removeprefix(ASSUMED)
    return said if rest == said else f"**Assumed.** {rest[:1].upper()}{rest[1:]}"


def _said(value: object) -> str:
    if isinstance(value, DayRange):
        return f"{value.at_least}-{value.at_most}"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value) or "none"  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return (
        "never" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    )
