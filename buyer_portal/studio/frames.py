"""Change here what a frame prints beside its page: what is decided, why, and what goes wrong."""

from dataclasses import dataclass
from typing import Final

from buyer_portal.domain.policy import Permission
from buyer_portal.i18n.catalogue import Words
from buyer_portal.scenario.opening import VIEWPORTS, NetworkFault
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio.board import Axis, BoardSpec, Cell, Dimension, Facts

TONES: Final = {
    Permission.INSTANT: "good",
    Permission.REQUEST: "waiting",
    Permission.SELLER_UNLOCK: "waiting",
    Permission.NONE: "calm",
}
"""How the outcome of a frame is drawn; ``design/tokens.py`` has the classes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameView:
    """A frame of the board as printed; ``src`` is empty until its tenant is there."""

    key: str
    title: str
    column: str
    split: str
    src: str = ""
    width: int = 390
    height: int = 844
    outcome: str = ""
    tone: str = "calm"
    causes: str = ""
    chips: list[str]
    differs: bool = True
    stage_href: str = ""
    own_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row of the board."""

    label: str
    frames: list[FrameView]


def value_text(dimension: Dimension, value: str, words: Words) -> str:
    """Return what a value of a dimension is called."""
    keys = {
        Dimension.SITUATION: f"studio.scenario.{value}",
        Dimension.STAGE: f"status.{value}",
        Dimension.POLICY: f"studio.policy.{value}",
        Dimension.LANGUAGE: f"studio.locale.{value}",
        Dimension.DEVICE: f"studio.device.{value}",
        Dimension.THEME: f"studio.theme.{value}",
        Dimension.SKIN: f"studio.skin.{value}",
    }
    return words(keys[dimension])


def column_labels(spec: BoardSpec, words: Words) -> list[str]:
    """Return the heads of the columns; a third dimension stands within each."""
    names = [value_text(spec.columns.dimension, value, words) for value in spec.columns.values]
    if spec.split is None:
        return names
    splits = [value_text(spec.split.dimension, value, words) for value in spec.split.values]
    return [f"{name} · {split}" for name in names for split in splits]


def title_of(spec: BoardSpec, cell: Cell, words: Words) -> str:
    """Return what tells a frame from the others."""
    axes: list[tuple[Axis | None, str]] = [
        (spec.rows, cell.row), (spec.columns, cell.column), (spec.split, cell.split),
    ]  # fmt: skip
    return ", ".join(value_text(axis.dimension, value, words) for axis, value in axes if axis)


def chips_of(scenario: Scenario, words: Words) -> list[str]:
    """Return what goes wrong in a scenario, one chip each."""
    chips: list[str] = []
    network = scenario.opening.network
    if network is not NetworkFault.NONE:
        chips.append(words(f"studio.fault.{network.value}"))
    said = str(scenario.faults)
    named = ("slow_ms", "system_error", "lost_reply", "carrier_scan")
    chips += [words(f"studio.fault.{name}") for name in named if name in said]
    if "'bank'" in said:
        chips.append(words("studio.fault.bank"))
    if scenario.minimum_client_build > 1:
        chips.append(words("studio.fault.stale_build"))
    return chips


def frame_of(spec: BoardSpec, cell: Cell, words: Words) -> FrameView:
    """Return a frame whose tenant is still being made."""
    width, height = VIEWPORTS[cell.scenario.opening.device]
    return FrameView(
        key=cell.key,
        title=title_of(spec, cell, words),
        column=cell.column,
        split=cell.split,
        width=width,
        height=height,
        chips=chips_of(cell.scenario, words),
    )


def facts_text(facts: Facts, words: Words) -> tuple[str, str, str]:
    """Return outcome, tone and causes of a frame in words."""
    outcome = words(f"studio.outcome.{facts.outcome}")
    known = facts.outcome in set(Permission)
    tone = TONES[Permission(facts.outcome)] if known else "bad"
    causes = " · ".join(words(f"studio.cause.{cause}") for cause in facts.causes)
    return outcome, tone, causes
