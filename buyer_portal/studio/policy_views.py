"""Change here what the policy editor shows of a draft: its form, truth table, and what changes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from buyer_portal.domain.decision_facts import CLOSED_STAGES
from buyer_portal.domain.decision_values import Decision
from buyer_portal.domain.orders import GoodsKind, OrderStatus
from buyer_portal.domain.policy import Permission, Policy
from buyer_portal.i18n.catalogue import Words
from buyer_portal.i18n.formats import number_text
from buyer_portal.policies.diff import Answer, Comparison
from buyer_portal.policies.example import AT_ONCE, NEXT_DAY, STAGES, ask

STAGE_KEYS: Final = ("cancel", "refund", "return")
FLAGS: Final = (
    "silence_approves",
    "cancel_lines",
    "confirm_step",
    "one_cancellation",
    "late_shipment_is_instant",
    "restores_vouchers",
)
NUMBERS: Final = (
    "answer_hours",
    "unpaid_expires_hours",
    "return_days",
    "ship_back_days",
    "confirm_days",
    "appeal_days",
)
_CASES: Final[dict[str, tuple[datetime, dict[str, object]]]] = {
    "soon": (AT_ONCE, {}),
    "later": (NEXT_DAY, {}),
    "declined": (NEXT_DAY, {"is_declined": True}),
    "unlocked": (NEXT_DAY, {"is_unlocked": True}),
    "perishable": (NEXT_DAY, {"goods": GoodsKind.PERISHABLE}),
    "late": (NEXT_DAY, {"is_late": True}),
}
CASES: Final = tuple(_CASES)
"""The columns of the truth table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """One choice of the form, as ``stage``, ``key`` and its present value."""

    path: str
    label: str
    value: str
    is_fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A row of the form: what is permitted at a stage."""

    name: str
    choices: list[ChoiceView] = field(default_factory=list[ChoiceView])


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """An answer of the truth table; ``was`` is the other policy's where it differs."""

    outcome: str
    text: str
    why: str
    was: str = ""
    trend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A stage of the truth table."""

    stage: str
    cells: list[CellView] = field(default_factory=list[CellView])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One way in which answers change; ``examples`` are order numbers."""

    count: str
    stage: str
    before: str
    after: str
    examples: str
    trend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """A stage of the chart; the shares are percents of the largest bar."""

    stage: str
    text: str
    less: str
    more: str
    other: str


def stage_views(policy: Policy, words: Words) -> list[StageView]:
    """Return the rows of the form."""
    return [
        StageView(
            name=words(f"status.{stage}"),
            choices=[
                ChoiceView(
                    path=f"stages.{stage}.{key}",
                    label=f"{words(f'status.{stage}')}: {words(f'studio.policies.{key}')}",
                    value=_stage_value(policy, stage, key),
                    is_fixed=key == "cancel" and stage in CLOSED_STAGES,
                )
                for key in STAGE_KEYS
            ],
        )
        for stage in STAGES
        if stage is not OrderStatus.CANCELLED
    ]


def _stage_value(policy: Policy, stage: OrderStatus, key: str) -> str:
    found = policy.stage(stage)
    return {"cancel": found.cancel, "refund": found.refund, "return": found.return_}[key].value


def flag_views(policy: Policy, words: Words) -> list[ChoiceView]:
    """Return the yes-or-no facts of the form."""
    return [
        ChoiceView(
            path=name,
            label=words(f"studio.policies.fact.{name}"),
            value="true" if getattr(policy, name) else "false",
        )
        for name in FLAGS
    ]


def number_views(policy: Policy, words: Words) -> list[ChoiceView]:
    """Return the numbers of the form."""
    return [
        ChoiceView(
            path=name,
            label=words(f"studio.policies.fact.{name}"),
            value=str(getattr(policy, name)),
        )
        for name in NUMBERS
    ]


def row_views(policy: Policy, other: Policy, words: Words) -> list[RowView]:
    """Return the truth table of ``policy``, and where ``other`` decides differently."""
    return [
        RowView(
            stage=words(f"status.{stage}"),
            cells=[
                _cell(
                    ask(policy, stage, at, **given),  # pyright: ignore[reportArgumentType] - a table of them
                    ask(other, stage, at, **given),  # pyright: ignore[reportArgumentType]
                    words,
                )
                for at, given in _CASES.values()
            ],
        )
        for stage in STAGES
    ]


def _cell(now: Decision, other: Decision, words: Words) -> CellView:
    differs = (now.outcome, now.causes) != (other.outcome, other.causes)
    return CellView(
        outcome=now.outcome.value,
        text=_outcome(now.outcome, words),
        why=", ".join(words(f"studio.policies.cause.{cause}") for cause in now.causes),
        was=_said(Answer(outcome=other.outcome, causes=other.causes), words) if differs else "",
        trend=_trend(other.outcome, now.outcome) if differs else "",
    )


def _outcome(outcome: Permission, words: Words) -> str:
    return words(f"studio.policies.outcome.{outcome}")


def _said(answer: Answer, words: Words) -> str:
    causes = ", ".join(words(f"studio.policies.cause.{cause}") for cause in answer.causes)
    outcome = _outcome(answer.outcome, words)
    return f"{outcome} ({causes})" if causes else outcome


def _trend(before: Permission, after: Permission) -> str:
    if before.rank == after.rank:
        return "other"
    return "less" if after.rank < before.rank else "more"


def change_views(found: Comparison, words: Words) -> list[ChangeView]:
    """Return which answers would change, those who get less first."""
    return [
        ChangeView(
            count=number_text(found.changes[change], words.locale),
            stage=words(f"status.{change.stage}"),
            before=_said(change.before, words),
            after=_said(change.after, words),
            examples=", ".join(found.examples[change]),
            trend=_trend(change.before.outcome, change.after.outcome),
        )
        for change in found.ranked()
    ]


def beside_views(found: Comparison, words: Words) -> list[ChangeView]:
    """Return what changes where the answer stays, the most frequent first."""
    return [
        ChangeView(
            count=number_text(count, words.locale),
            stage=words(f"status.{stage}"),
            before=words("studio.policies.same_answer"),
            after=words(f"studio.policies.aspect.{name.replace(' ', '_')}"),
            examples="",
            trend="besides",
        )
        for (stage, name), count in sorted(found.besides.items(), key=lambda one: (-one[1], one[0]))
    ]


def bar_views(found: Comparison, words: Words) -> list[BarView]:
    """Return the chart: how many answers change at each stage."""
    counts: dict[OrderStatus, Counter[str]] = {}
    for change, count in found.changes.items():
        trend = _trend(change.before.outcome, change.after.outcome)
        counts.setdefault(change.stage, Counter())[trend] += count
    most = max((of_stage.total() for of_stage in counts.values()), default=1)

    def share(count: int) -> str:
        return f"{100 * count / most:.1f}%"

    return [
        BarView(
            stage=words(f"status.{stage}"),
            text=number_text(counts[stage].total(), words.locale),
            less=share(counts[stage]["less"]),
            more=share(counts[stage]["more"]),
            other=share(counts[stage]["other"]),
        )
        for stage in OrderStatus
        if stage in counts
    ]
