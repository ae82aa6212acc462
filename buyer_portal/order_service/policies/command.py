"""Change here the words of ``python -m buyer_portal policy``: check, table, diff."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from buyer_portal.importers import PayloadFormat, Rejection
from buyer_portal.order_service.policies import work
from buyer_portal.order_service.policies.report import as_json, show
from buyer_portal.policies import PRESETS, PolicyError
from buyer_portal.policies.diff import Comparison
from buyer_portal.policies.named import NamedPolicy
from buyer_portal.policies.sample import SAMPLE_NOW
from buyer_portal.policies.truth_table import table_of
from buyer_portal.settings import Settings

SAME, DIFFERENT, REFUSED = 0, 1, 2
"""Exit codes, as those of ``diff``."""

COUNT: Final = 100_000
"""Orders that are made up where nothing else is said."""

MOST_JOBS: Final = 8

_NAMES: Final = (
    f"a preset ({', '.join(PRESETS)}), a TOML file as a market's layer,"
    " or PRESET+FILE as a seller's own"
)


class _UnavailableError(Exception):
    """The stored orders cannot be read; says why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what the command takes."""
    words = parser.add_subparsers(dest="word", required=True, metavar="word")
    check = words.add_parser("check", help="say all that is wrong with policies")
    check.add_argument("policies", nargs="+", metavar="POLICY", help=_NAMES)
    table = words.add_parser("table", help="print who can cancel when")
    table.add_argument("policy", metavar="POLICY", help=_NAMES)
    table.add_argument("--market", default="", help="whose reasons and currency")
    diff = words.add_parser("diff", help="list what another policy would decide differently")
    diff.add_argument("old", metavar="OLD", help=_NAMES)
    diff.add_argument("new", metavar="NEW", help="the same")
    where = diff.add_mutually_exclusive_group()
    where.add_argument("--orders", nargs="+", metavar="FILE", help="orders of another system")
    where.add_argument("--stored", action="store_true", help="the orders in the database")
    where.add_argument(
        "--count", type=_positive, default=COUNT, help=f"so many made-up orders ({COUNT:,})"
    )
    diff.add_argument("--format", choices=[*PayloadFormat], help="whose payload --orders holds")
    diff.add_argument("--at", type=_moment, metavar="MOMENT", help="when (2026-03-02T09:00Z)")
    diff.add_argument("--json", action="store_true", help="print JSON")
    diff.add_argument("--jobs", type=_positive, default=min(os.cpu_count() or 1, MOST_JOBS))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Do it; return 0, 1 where something is wrong or differs, 2 when refused."""
    try:
        if given.word == "check":
            return _check(given.policies)
        if given.word == "table":
            policy = NamedPolicy.read(given.policy)
            _refuse_wrong(policy)
            _say("\n".join(table_of(policy.of_market(given.market))))
            return 0
        return _diff(given, settings)
    except PolicyError as error:
        return _refuse(str(error))


def _check(names: Iterable[str]) -> int:
    code = 0
    for name in names:
        try:
            problems = NamedPolicy.read(name).problems()
        except PolicyError as error:
            problems = (error,)
        for problem in problems:
            _say(str(problem))
        if not problems:
            _say(f"{name}: can be used")
        code = 1 if problems else code
    return code


def _diff(given: argparse.Namespace, settings: Settings) -> int:
    if given.orders and not given.format:
        return _refuse("--orders needs --format: whose payload the files hold.")
    old, new = NamedPolicy.read(given.old), NamedPolicy.read(given.new)
    _refuse_wrong(old, new)
    now = given.at or (datetime.now(UTC) if given.stored or given.orders else SAMPLE_NOW)
    question = work.Question(old=old, new=new, now=now)
    rejected: list[Rejection] = []
    if given.orders:
        batches, total = work.in_files(given.orders, given.format, rejected.append), None
    elif given.stored:
        batches, total = _stored(settings), None
    else:
        batches, total = work.made_up(given.count), given.count
    try:
        found = Comparison()
        with _progress() as progress:
            task = progress.add_task("orders compared", total=total)
            for part in work.compared(batches, question, jobs=given.jobs):
                found.merge(part)
                progress.update(task, completed=found.orders)
    except _UnavailableError as error:
        return _refuse(str(error))
    if given.json:
        _say(as_json(found, old=old, new=new, now=now, rejected=len(rejected)))
    else:
        show(found, Console(), old=old, new=new, rejected=rejected)
    return DIFFERENT if found.has_changes else SAME


def _stored(settings: Settings) -> Iterator[work.Batch]:
    # The database is slow to import, and only stored orders need it.
    from buyer_portal.order_service.database import (  # noqa: PLC0415
        Database,
        DatabaseUnavailableError,
    )
    from buyer_portal.order_service.migrate import DatabaseRefusedError, prepare  # noqa: PLC0415
    from buyer_portal.order_service.policies.stored import stored  # noqa: PLC0415

    try:
        database = Database(settings.database)
        prepare(database)
        yield from stored(database)
    except (DatabaseRefusedError, OSError) as error:
        raise _UnavailableError(str(error)) from error
    except DatabaseUnavailableError as error:
        reason = f"The database does not answer: {error.__cause__ or error}"
        raise _UnavailableError(reason) from error


def _progress() -> Progress:
    """Return a bar on the error stream, so that what is printed can be piped."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _refuse_wrong(*policies: NamedPolicy) -> None:
    for policy in policies:
        for problem in policy.problems():
            raise problem


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _refuse(reason: str) -> int:
    sys.stderr.write(f"Nothing was compared.\n{reason}\n")
    return REFUSED


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no moment") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
