"""Change here the words of ``python -m buyer_portal webhooks``: who sends, and who is told."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from buyer_portal.order_contract.webhooks import SourceKind, WebhookOutcome
from buyer_portal.order_service.webhooks import telling
from buyer_portal.order_service.webhooks.job import CommandError, Job
from buyer_portal.order_service.webhooks.signatures import SecretError, key_of, new_secret
from buyer_portal.settings import Settings

if TYPE_CHECKING:
    from buyer_portal.order_service.database import Transaction

GOOD, FAILED, REFUSED = 0, 1, 2
LIMIT: Final = 50
_TROUBLE: Final = frozenset(
    {WebhookOutcome.PENDING, WebhookOutcome.REFUSED, WebhookOutcome.EXPIRED}
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what the command takes."""
    words = parser.add_subparsers(dest="word", required=True, metavar="word")
    sources = words.add_parser("sources", help="who may send us webhooks").add_subparsers(
        dest="deed", required=True, metavar="deed"
    )
    _add(sources, "list", "name them")
    add = _add(sources, "add", "let a system send, and print its secret once", "name")
    add.add_argument("--kind", required=True, choices=[*SourceKind], help="what it may tell")
    add.add_argument("--seller", default="", metavar="ID", help="the one seller it speaks for")
    add.add_argument("--app-key", default="", help="TikTok Shop's key of the app")
    _secret_file(add)
    rotate = _add(sources, "rotate", "make a new secret; the present one holds on", "name")
    _secret_file(rotate)
    _add(sources, "retire", "let only the newest secret hold", "name")
    _add(sources, "remove", "let it send no more", "name")
    endpoints = words.add_parser("endpoints", help="whom we tell").add_subparsers(
        dest="deed", required=True, metavar="deed"
    )
    _add(endpoints, "list", "name them, and why one is off")
    tell = _add(endpoints, "add", "tell an address, and print the secret that signs", "url")
    tell.add_argument("--types", nargs="+", default=[], help="events, such as order.* (all)")
    _add(endpoints, "rotate", "make a new secret; the present one signs as well", "id")
    _add(endpoints, "on", "send there again, what waits first", "id")
    _add(endpoints, "remove", "send there no more and forget what was sent", "id")
    deliveries = _add(words, "deliveries", "what endpoints were told, newest first")
    deliveries.add_argument("--trouble", action="store_true", help="only what has not arrived")
    deliveries.add_argument("--limit", type=int, default=LIMIT)
    received = _add(words, "received", "what came, and what became of it, newest first")
    received.add_argument("--trouble", action="store_true", help="only what did not take effect")
    received.add_argument("--limit", type=int, default=LIMIT)


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Do it on the database itself; return 0, 1 when it cannot be done, 2 when refused."""
    # SQLAlchemy is slow to import, and every command asks this module what ``webhooks`` takes.
    from buyer_portal.order_service.database import Database  # noqa: PLC0415
    from buyer_portal.order_service.migrate import DatabaseRefusedError, prepare  # noqa: PLC0415
    from buyer_portal.order_service.tenants.main_tenant import ensure_main_tenant  # noqa: PLC0415
    from buyer_portal.order_service.webhooks.sealing import Seal  # noqa: PLC0415

    try:
        if not settings.database_url:
            settings.prepare_data_dir()
        database = Database(settings.database)
        prepare(database)
        database.write_now(ensure_main_tenant)
    except (DatabaseRefusedError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    deed = f"{given.word} {getattr(given, 'deed', '')}".strip()
    try:
        deeds = _DEEDS | telling.DEEDS
        deeds[deed](Job(given, database, settings, Seal(settings.webhook_key)))
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    finally:
        database.close()
    return GOOD


def _add_source(job: Job) -> None:
    from buyer_portal.order_service.tenants.clock import real_now  # noqa: PLC0415
    from buyer_portal.order_service.tenants.repository import find_world  # noqa: PLC0415
    from buyer_portal.order_service.webhooks.sources import (  # noqa: PLC0415
        NAME,
        add_source,
        find_source,
    )

    given, kind = job.given, SourceKind(job.given.kind)
    if NAME.fullmatch(given.name) is None:
        raise CommandError("A name has small letters, digits and hyphens. For example: swift-post")
    if (kind is SourceKind.TIKTOK_SHOP) != bool(given.app_key):
        raise CommandError("--app-key is needed for tiktok-shop, and for nobody else.")
    secret = _secret(given, kind)

    def run(transaction: "Transaction") -> None:
        if find_world(transaction.connection, job.tenant) is None:
            raise CommandError(f"There is no tenant {job.tenant!r}.")
        if find_source(transaction.connection, job.tenant, given.name) is not None:
            raise CommandError(f"There is a source {given.name!r}; rotate its secret instead.")
        add_source(
            transaction,
            job.seal,
            tenant=job.tenant,
            name=given.name,
            kind=kind,
            secret=secret,
            now=real_now(),
            seller_id=given.seller,
            app_key=given.app_key,
        )

    job.database.write_now(run)
    job.say(f"{given.name} may send to /webhooks/{job.tenant}/{given.name}")
    if given.secret_file is None:
        job.show_secret(secret)


def _rotate_source(job: Job) -> None:
    from buyer_portal.order_service.tenants.clock import real_now  # noqa: PLC0415
    from buyer_portal.order_service.webhooks.sources import rotate_source  # noqa: PLC0415

    def run(transaction: "Transaction") -> str:
        source = job.source(transaction)
        secret = _secret(job.given, source.kind)
        rotate_source(transaction, job.seal, source, secret, real_now())
        return secret

    secret = job.database.write_now(run)
    if job.given.secret_file is None:
        job.show_secret(secret)
    job.say("The secret before it holds until: webhooks sources retire")


def _retire(job: Job) -> None:
    from buyer_portal.order_service.tenants.clock import real_now  # noqa: PLC0415
    from buyer_portal.order_service.webhooks.sources import retire_older_secret  # noqa: PLC0415

    job.database.write_now(
        lambda transaction: retire_older_secret(transaction, job.source(transaction), real_now())
    )
    job.say(f"Only the newest secret of {job.given.name} holds.")


def _remove_source(job: Job) -> None:
    from buyer_portal.order_service.webhooks.sources import remove_source  # noqa: PLC0415

    def run(transaction: "Transaction") -> None:
        remove_source(transaction, job.tenant, job.source(transaction).name)

    job.database.write_now(run)
    job.say(f"{job.given.name} sends no more. What it sent stays.")


def _list_sources(job: Job) -> None:
    from buyer_portal.order_service.webhooks.sources import sources_of  # noqa: PLC0415

    table = Table("name", "kind", "speaks for", "secrets", "added", "rotated")
    for one in job.database.read_now(lambda connection: sources_of(connection, job.tenant)):
        rotated = one.rotated_at.strftime("%Y-%m-%d") if one.rotated_at else ""
        table.add_row(
            one.name,
            one.kind,
            one.seller_id or "every seller",
            str(len(one.sealed)),
            one.created_at.strftime("%Y-%m-%d"),
            rotated,
        )
    job.console.print(table)


def _list_received(job: Job) -> None:
    from buyer_portal.order_service.webhooks import inbox  # noqa: PLC0415

    table = Table("received", "source", "id", "type", "outcome", "reason", "order", "tries")
    found = job.database.read_now(
        lambda connection: inbox.latest(connection, job.tenant, job.given.limit)
    )
    for one in found:
        if job.given.trouble and one.verdict.outcome not in _TROUBLE:
            continue
        table.add_row(
            one.received_at.strftime("%Y-%m-%d %H:%M:%S"),
            one.key.source,
            one.key.id,
            one.type,
            one.verdict.outcome,
            one.verdict.reason,
            one.verdict.order_id,
            str(one.tries),
        )
    job.console.print(table)


_DEEDS: Final[dict[str, Callable[[Job], None]]] = {
    "sources list": _list_sources,
    "sources add": _add_source,
    "sources rotate": _rotate_source,
    "sources retire": _retire,
    "sources remove": _remove_source,
    "received": _list_received,
}


def _add(
    words: Any,  # noqa: ANN401 - what ``add_subparsers`` returns has no public name
    name: str,
    help_text: str,
    *what: str,
) -> argparse.ArgumentParser:
    parser = words.add_parser(name, help=help_text)
    for one in what:
        parser.add_argument(one, metavar=one.upper())
    parser.add_argument("--tenant", default="main", help="whose (main)")
    return parser


def _secret_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--secret-file",
        metavar="FILE",
        help="take the secret from this file, - for standard input, instead of making one",
    )


def _secret(given: argparse.Namespace, kind: SourceKind) -> str:
    """Return the secret to use: never an argument, which every process could read."""
    if given.secret_file is None:
        if kind is SourceKind.TIKTOK_SHOP:
            raise CommandError("TikTok Shop made the secret of the app: give it by --secret-file.")
        return new_secret()
    try:
        file: str = given.secret_file
        text = (sys.stdin.read() if file == "-" else Path(file).read_text()).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{given.secret_file} cannot be read: {error}") from None
    if kind is SourceKind.TIKTOK_SHOP:
        if not text:
            raise CommandError("The secret is empty.")
        return text
    try:
        key_of(text)
    except SecretError as error:
        raise CommandError(f"The secret {error}.") from None
    return text
