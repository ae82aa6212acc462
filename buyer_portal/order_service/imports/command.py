"""Change here the words of ``python -m buyer_portal import`` and what it says when it is done."""

import argparse
import os
import re
import sys
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape

from buyer_portal.importers import PayloadFormat
from buyer_portal.importers.command import import_files
from buyer_portal.settings import Mode, Settings

if TYPE_CHECKING:
    from buyer_portal.order_service.imports.use_cases import OrderImport, UsedAccount

REFUSED: Final = 2
STOPPED: Final = 130
SHOWN_ACCOUNTS: Final = 20
"""Accounts that were there before are listed up to this number; new ones all are."""

_GO_ON: Final = (
    "What was written so far stays. Run the same import again to go on: "
    "it changes nothing that is there already."
)
_EMAIL: Final = re.compile(r"[^\s@<>\"(),;:\\]{1,64}@[A-Za-z0-9.-]{1,189}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what the command takes."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file of orders, of any size")
    parser.add_argument(
        "--format",
        required=True,
        choices=[str(one) for one in PayloadFormat],
        help="whose payload the files hold",
    )
    parser.add_argument(
        "--buyer",
        default="",
        metavar="EMAIL",
        help="give every order to this account; otherwise one account per buyer of the payload",
    )


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Import the files; return 0, 1 when anything was rejected or not written, 2 when refused.

    Works on the database itself, whether the portal is running or not.
    """
    console = Console(soft_wrap=True)
    try:
        return _run(given, settings, console)
    except BrokenPipeError:  # whoever read what we print has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(given: argparse.Namespace, settings: Settings, console: Console) -> int:
    # SQLAlchemy is slow to import, and every command asks this module what ``import`` takes.
    from buyer_portal.order_service.database import (  # noqa: PLC0415
        Database,
        DatabaseUnavailableError,
    )
    from buyer_portal.order_service.imports.use_cases import OrderImport  # noqa: PLC0415
    from buyer_portal.order_service.me.logins import email_of  # noqa: PLC0415
    from buyer_portal.order_service.migrate import DatabaseRefusedError, prepare  # noqa: PLC0415
    from buyer_portal.order_service.tenants.main_tenant import ensure_main_tenant  # noqa: PLC0415

    if given.buyer and not _EMAIL.fullmatch(given.buyer.strip()):
        return _refuse(
            f"--buyer {given.buyer!a} is not an e-mail address. For example: lan@example.vn"
        )
    if settings.order_service_url and not settings.database_url:
        return _refuse(
            "The orders are kept by the service at ORDER_SERVICE_URL. "
            "Set DATABASE_URL to its database to import into that."
        )
    try:
        if not settings.database_url:
            settings.prepare_data_dir()
        database = Database(settings.database)
        prepare(database)
        database.write_now(ensure_main_tenant)
    except (DatabaseRefusedError, OSError) as error:
        return _refuse(str(error))
    except DatabaseUnavailableError as error:
        return _refuse(_unavailable(error))
    importing = OrderImport(database, chosen_login=email_of(given.buyer))
    try:
        code = import_files(
            given.files, format=given.format, write=importing.write, console=console
        ).exit_code
    except DatabaseUnavailableError as error:
        sys.stderr.write(f"{_unavailable(error)} {_GO_ON}\n")
        code = 1
    except KeyboardInterrupt:
        sys.stderr.write(f"Stopped. {_GO_ON}\n")
        code = STOPPED
    finally:
        database.close()
    _show_accounts(importing, settings, console)
    return code


def _show_accounts(importing: "OrderImport", settings: Settings, console: Console) -> None:
    """Say how to sign in as everybody who got orders."""
    used = sorted(importing.accounts.values(), key=lambda one: one.account.login)
    new = [one for one in used if one.password]
    known = [one for one in used if not one.password]
    lines: list[str] = []
    if new:
        lines.append(f"New accounts at {settings.base_url}; each password is shown this once:")
        lines += [f"  {login}  {one.password}  {_whose(one)}" for login, one in _aligned(new)]
    if known:
        lines.append("Accounts that were there before; sign in as always:")
        lines += [
            f"  {login}  {_whose(one)}{_one_click(one, settings)}"
            for login, one in _aligned(known[:SHOWN_ACCOUNTS])
        ]
    if len(known) > SHOWN_ACCOUNTS:
        lines.append(f"  and {len(known) - SHOWN_ACCOUNTS} more")
    for line in lines:
        console.print(escape(line), highlight=False)


def _aligned(used: "list[UsedAccount]") -> "list[tuple[str, UsedAccount]]":
    width = max(len(one.account.login) for one in used)
    return [(one.account.login.ljust(width), one) for one in used]


def _whose(one: "UsedAccount") -> str:
    return f"{one.account.name}, {one.orders} {'order' if one.orders == 1 else 'orders'}"


def _one_click(one: "UsedAccount", settings: Settings) -> str:
    is_offered = one.account.is_demo and settings.mode is Mode.DEMO
    return " (one click on the sign-in page)" if is_offered else ""


def _unavailable(error: Exception) -> str:
    said = str(getattr(error.__cause__, "orig", "") or "").strip().splitlines()[:1]
    cause = f": {said[0]}" if said else ""
    return f"The database does not take the orders now{cause}."


def _refuse(reason: str) -> int:
    sys.stderr.write(f"Nothing was imported.\n{reason}\n")
    return REFUSED
