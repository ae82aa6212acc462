"""Kill the order service by force, hundreds of times, while money is under way: ``make torture``.

Each round makes buyers with orders in four currencies and sends commands all at once, with kill -9
somewhere in the middle; then the service starts again and every command is asked for once more,
with its own key. At the end nothing may be lost and nothing done twice, in either ledger.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

from rich.progress import Progress

from buyer_portal.domain.cancellations import RefundStatus
from buyer_portal.edge.socket_guard import hash_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Call, Connection, TimeLimits
from buyer_portal.order_client.errors import OrderServiceError, OrderServiceUnavailableError
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.cancellations import CancelOrder
from buyer_portal.order_contract.sessions import TicketSignIn
from buyer_portal.order_contract.testing import NewTenant
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.settings import Settings

CURRENCIES = ("VND", "IDR", "USD", "EUR")
REPORT = Path("reports/torture.json")
LONGEST_SECONDS = 0.4
"""From the first command to the kill, by chance."""
REST_SECONDS = 60
"""Pending work has to end so soon after the last fault."""
START_SECONDS = 60
PATIENT = TimeLimits(connect=5, read=30, total=60)
"""What is measured is what is lost, not how fast a busy machine is."""


@dataclass(slots=True)
class Report:
    """What was done to it, and what came of that."""

    crashes: int = 0
    commands: int = 0
    unknown: int = 0
    """Commands whose first answer was lost."""
    slowest_start_seconds: float = 0.0
    rest_seconds: float = 0.0
    refunds: int = 0
    violations: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Sent:
    """A buyer's command, with what it takes to ask for it again."""

    session: str
    order_id: str
    key: str
    command: CancelOrder


class Victim:
    """An order service of its own, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        """Where its tables are."""
        return self.folder / "portal.db"

    def connect(self) -> Connection:
        """Return the portal's client for it."""
        token = Settings.model_validate({"mode": "test"}).service_token
        return Connection(service_token=token, socket=self.folder / "order.sock", quick=PATIENT)

    async def start(self) -> float:
        """Start it; return how long it took until it was ready."""
        began = time.monotonic()
        command = [sys.executable, "-m", "buyer_portal.order_service"]
        environment = {"PORTAL_MODE": "test", "PORTAL_DATA_DIR": str(self.folder)}
        with (self.folder / "service.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - starts once a round
                [*command, "--uds", str(self.folder / "order.sock")],
                env=os.environ | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        async with self.connect() as connection:
            while not await ServiceClient(connection).ready():
                if self._process.poll() is not None or time.monotonic() - began > START_SECONDS:
                    raise RuntimeError(f"it did not start; see {self.folder / 'service.log'}")
                await asyncio.sleep(0.02)
        return time.monotonic() - began

    def kill(self) -> None:
        """End it as power loss would."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()


async def torture(victim: Victim, crashes: int, chance: random.Random) -> Report:
    """Kill it so often, let it rest, and return what was found."""
    report = Report()
    report.slowest_start_seconds = await victim.start()
    everything: list[Sent] = []
    with Progress(transient=True) as progress:
        task = progress.add_task("kill -9", total=crashes)
        for number in range(crashes):
            sent = await _round(victim, number, chance, report)
            everything += sent
            took = await victim.start()
            report.slowest_start_seconds = max(report.slowest_start_seconds, took)
            await _ask_again(victim, sent, report)
            report.crashes += 1
            progress.update(task, advance=1)
    report.rest_seconds = await _rest(victim)
    await _check_answers(victim, everything, report)
    _check_tables(victim.database, report)
    return report


async def _round(victim: Victim, number: int, chance: random.Random, report: Report) -> list[Sent]:
    """Send commands, and end the service somewhere in the middle of them."""
    async with victim.connect() as connection:
        sent = await _commands(connection, number, chance)
        report.commands += len(sent)
        tries = [asyncio.create_task(_send(connection, one)) for one in sent]
        await asyncio.sleep(chance.uniform(0, LONGEST_SECONDS))
        victim.kill()
        ended = await asyncio.gather(*tries, return_exceptions=True)
    report.unknown += sum(isinstance(one, OrderServiceUnavailableError) for one in ended)
    return sent


async def _commands(connection: Connection, number: int, chance: random.Random) -> list[Sent]:
    """Make a tenant with an order a currency, and a cancellation for each: whole or a part."""
    orders = [
        {
            "key": currency,
            "currency": currency,
            "lines": [{"unit_price_minor": 1999, "quantity": 3}, {"unit_price_minor": 501}],
        }
        for currency in CURRENCIES
    ]
    bank = chance.choice([{}, {"unavailable_times": 1}, {"lost_answer_times": 1}])
    scenario = {
        "seed": f"torture-{number}",
        "is_frozen": False,
        "orders": orders,
        "faults": {"bank": bank},
    }
    body = Scenario.model_validate(scenario)
    made = await connection.ask(NewTenant, Call("POST", "/testing/tenants", body=body))
    ticket = TicketSignIn(ticket=next(iter(made.buyers.values())).ticket)
    signed_in = await ServiceClient(connection).sign_in_by_ticket(ticket)
    session = hash_of(signed_in.session_id)
    sent: list[Sent] = []
    for currency, order_id in made.orders.items():
        detail = await BuyerClient(connection, session).order(order_id)
        part = ({"line_id": detail.order.lines[0].id, "quantity": 1},)
        fields = {
            "order_version": detail.order.version,
            "expires_at": detail.server_now + timedelta(hours=12),
            "reason_key": detail.decision.reason_keys[0],
            "lines": chance.choice([(), part]),
        }
        command = CancelOrder.model_validate(fields)
        sent.append(Sent(session, order_id, f"torture-{number}-{currency}-key", command))
    return sent


async def _send(connection: Connection, one: Sent) -> None:
    await BuyerClient(connection, one.session).cancel(one.order_id, one.command, one.key)


async def _ask_again(victim: Victim, sent: list[Sent], report: Report) -> None:
    """Ask for each command once more: its key gives one final answer."""
    async with victim.connect() as connection:
        for one in sent:
            try:
                await _send(connection, one)
            except OrderServiceError as error:
                report.violations.append(f"{one.key}: {error!r} after the restart")


async def _rest(victim: Victim) -> float:
    """Wait until everything was sent to the bank; return how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < REST_SECONDS:
        if not _waiting(victim.database):
            break
        await asyncio.sleep(0.2)
    return time.monotonic() - began


def _waiting(database: Path) -> int:
    with sqlite3.connect(database, timeout=10) as opened:
        asked = "SELECT count(*) FROM refunds WHERE status = ?"
        return int(opened.execute(asked, (str(RefundStatus.INITIATED),)).fetchone()[0])


async def _check_answers(victim: Victim, sent: list[Sent], report: Report) -> None:
    """Each command had the effect of one: one cancellation, its money once by each payment."""
    async with victim.connect() as connection:
        for one in sent:
            detail = await BuyerClient(connection, one.session).order(one.order_id)
            if len(detail.cancellations) != 1:
                report.violations.append(f"{one.key}: {len(detail.cancellations)} cancellations")
            for cancellation in detail.cancellations:
                back = sum(refund.amount_minor for refund in cancellation.refunds)
                by_payment = Counter(refund.payment_id for refund in cancellation.refunds)
                if back != cancellation.refund_minor or max(by_payment.values(), default=1) > 1:
                    report.violations.append(f"{one.key}: gives back {back}")
            order = detail.order
            if order.refunded_minor > order.paid_minor:
                report.violations.append(f"{one.key}: more back than was paid")


def _check_tables(database: Path, report: Report) -> None:
    """Both ledgers say the same, and every step left one line, one event and one notification."""
    with sqlite3.connect(database, timeout=10) as opened:
        ours = "SELECT tenant, payout_id, amount_minor, currency FROM refunds"
        theirs = "SELECT tenant, key, amount_minor, currency FROM simulated_payouts"
        owed, paid = opened.execute(ours).fetchall(), opened.execute(theirs).fetchall()
        report.refunds = len(owed)
        if sorted(owed) != sorted(paid):
            differing = len(set(owed) ^ set(paid)) + abs(len(owed) - len(paid))
            report.violations.append(f"the bank and we differ about {differing} refunds")
        for name, asked in (
            ("steps without their notification", "audit"),
            ("notifications without their step", "notifications"),
        ):
            other = "notifications" if asked == "audit" else "audit"
            rows = opened.execute(
                f"SELECT count(*) FROM {asked} a LEFT JOIN {other} b"  # noqa: S608 - two names of ours
                " ON a.tenant = b.tenant AND a.order_id = b.order_id AND a.sequence = b.sequence"
                " WHERE b.tenant IS NULL AND a.order_id <> ''"
                " AND a.type NOT IN ('order.placed', 'order.paid')"
            )
            if count := int(rows.fetchone()[0]):
                report.violations.append(f"{count} {name}")
        gaps = opened.execute(
            "SELECT count(*) FROM (SELECT max(sequence) - min(sequence) + 1 AS wanted,"
            " count(*) AS found FROM audit GROUP BY tenant, order_id) WHERE wanted <> found"
        )
        if count := int(gaps.fetchone()[0]):
            report.violations.append(f"{count} histories with gaps")


def main() -> int:
    """Do it, print and keep the report; end with 1 where something was violated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crashes", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None, help="the same chance again")
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        victim = Victim(Path(name))
        try:
            report = asyncio.run(torture(victim, given.crashes, random.Random(seed)))  # noqa: S311 - chance, no secret
        finally:
            victim.kill()
    told = {"seed": seed, "seconds": round(time.monotonic() - began, 1), **asdict(report)}
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(told, indent=1) + "\n")
    print(json.dumps(told, indent=1))
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())
