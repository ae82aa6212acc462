"""Change here what ``python -m buyer_portal reviews`` prints for whoever runs the portal."""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from buyer_portal.domain.reviews import BEST_RATING
from buyer_portal.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

REFUSED: Final = 2
BAR: Final = 30
SHOWN_TEXTS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One review, as an operator reads it; ``given_at`` is RFC 3339."""

    given_at: str
    order_number: str
    seller: str
    rating: int
    improvements: str
    text: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what the command takes."""
    parser.add_argument("--days", type=int, default=0, help="only the last so many days")
    parser.add_argument("--tenant", default="main", help="whose reviews; main is production's")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Print the reviews; return 0, or 2 when there is no database to read."""
    # SQLAlchemy is slow to import, and every command asks this module what ``reviews`` takes.
    from buyer_portal.order_service.database import Database, DatabaseUnavailableError  # noqa: PLC0415
    from buyer_portal.order_service.migrate import DatabaseRefusedError, prepare  # noqa: PLC0415

    if settings.order_service_url and not settings.database_url:
        return _refuse(
            "The reviews are kept by the service at ORDER_SERVICE_URL: set DATABASE_URL."
        )
    since = datetime.now(UTC) - timedelta(days=given.days) if given.days > 0 else None
    database: Database | None = None
    try:
        if not settings.database_url:
            settings.prepare_data_dir()
        database = Database(settings.database)
        prepare(database)
        reviews = database.read_now(lambda connection: told(connection, given.tenant, since))
    except (DatabaseRefusedError, DatabaseUnavailableError, OSError) as error:
        return _refuse(str(error) or "The database does not answer.")
    finally:
        if database is not None:
            database.close()
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[given.format](reviews)
    return 0


def told(connection: "Connection", tenant: str, since: datetime | None) -> list[Told]:
    """Return the reviews of a tenant, newest first."""
    from buyer_portal.order_service.reviews.repository import all_reviews  # noqa: PLC0415

    return [
        Told(
            given_at=row.given_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
            order_number=row.number,
            seller=row.name,
            rating=row.rating,
            improvements=row.improvements,
            text=row.text,
        )
        for row in all_reviews(connection, tenant, since)
    ]


def _print_table(reviews: Sequence[Told]) -> None:
    console = Console(soft_wrap=True)
    if not reviews:
        console.print("Nobody has reviewed the experience yet.")
        return
    average = sum(one.rating for one in reviews) / len(reviews)
    console.print(f"{len(reviews)} reviews, {average:.2f} of {BEST_RATING} on average")
    ratings = Counter(one.rating for one in reviews)
    table = Table("rating", "reviews", "")
    for rating in range(BEST_RATING, 0, -1):
        bar = "█" * round(BAR * ratings[rating] / len(reviews))
        table.add_row(str(rating), str(ratings[rating]), bar)
    console.print(table)
    wishes = Counter(key for one in reviews for key in one.improvements.split(",") if key)
    if wishes:
        table = Table("what should be better", "reviews")
        for key, count in wishes.most_common():
            table.add_row(key, str(count))
        console.print(table)
    for one in [one for one in reviews if one.text][:SHOWN_TEXTS]:
        said = f"{one.given_at}  {one.rating}  {one.seller}  {one.order_number}: {one.text}"
        console.print(escape(said), highlight=False)


def _print_csv(reviews: Sequence[Told]) -> None:
    writer = csv.DictWriter(sys.stdout, list(Told.__dataclass_fields__), lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(one) for one in reviews)


def _print_json(reviews: Sequence[Told]) -> None:
    json.dump([asdict(one) for one in reviews], sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _refuse(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return REFUSED
