"""Change here what ``webhooks endpoints`` and ``webhooks deliveries`` do."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from rich.table import Table

from buyer_portal.order_contract.webhooks import DeliveryState
from buyer_portal.order_service.webhooks.addresses import AddressGuard, AddressRefusedError
from buyer_portal.order_service.webhooks.job import CommandError, Job
from buyer_portal.order_service.webhooks.signatures import new_secret
from buyer_portal.settings import Mode

if TYPE_CHECKING:
    from buyer_portal.order_service.database import Transaction
    from buyer_portal.order_service.webhooks.endpoints import Endpoint


def _list(job: Job) -> None:
    from buyer_portal.order_service.webhooks.endpoints import endpoints_of  # noqa: PLC0415

    table = Table("id", "address", "types", "secrets", "failing since", "off, because")
    for one in job.database.read_now(lambda connection: endpoints_of(connection, job.tenant)):
        table.add_row(
            one.id,
            one.url,
            " ".join(one.types) or "all",
            str(len(one.sealed)),
            one.failing_since.strftime("%Y-%m-%d %H:%M") if one.failing_since else "",
            one.off_reason,
        )
    job.console.print(table)


def _add(job: Job) -> None:
    from buyer_portal.order_service.tenants.clock import real_now  # noqa: PLC0415
    from buyer_portal.order_service.tenants.repository import find_world  # noqa: PLC0415
    from buyer_portal.order_service.webhooks.endpoints import unknown_types  # noqa: PLC0415
    from buyer_portal.order_service.webhooks.planning import add_endpoint  # noqa: PLC0415

    given, secret = job.given, new_secret()
    guard = AddressGuard(
        is_strict=job.settings.mode is Mode.PRODUCTION,
        private_hosts=job.settings.webhook_private_hosts,
    )
    try:
        guard.check_url(given.url)
    except AddressRefusedError as refused:
        raise CommandError(f"Nothing is sent to {given.url}: {refused}.") from None
    if unknown := unknown_types(given.types):
        raise CommandError(f"There is no event {', '.join(unknown)}; docs/webhooks.md names all.")

    def run(transaction: "Transaction") -> str:
        if find_world(transaction.connection, job.tenant) is None:
            raise CommandError(f"There is no tenant {job.tenant!r}.")
        return add_endpoint(
            transaction, job.seal, job.tenant, given.url, given.types, secret, real_now()
        )

    job.say(f"{given.url} is told from now on, as {job.database.write_now(run)}")
    job.show_secret(secret)


def _rotate(job: Job) -> None:
    from buyer_portal.order_service.webhooks.endpoints import rotate_endpoint  # noqa: PLC0415

    secret = new_secret()
    job.database.write_now(
        lambda transaction: rotate_endpoint(transaction, job.seal, _named(job, transaction), secret)
    )
    job.show_secret(secret)
    job.say("Until the next rotation the secret before it signs as well.")


def _on(job: Job) -> None:
    from buyer_portal.order_service.tenants.clock import real_now  # noqa: PLC0415
    from buyer_portal.order_service.webhooks.endpoints import switch_on  # noqa: PLC0415

    job.database.write_now(
        lambda transaction: switch_on(transaction, _named(job, transaction), real_now())
    )
    job.say(f"{job.given.id} is told again.")


def _remove(job: Job) -> None:
    from buyer_portal.order_service.webhooks.planning import remove_endpoint  # noqa: PLC0415

    job.database.write_now(
        lambda transaction: remove_endpoint(transaction, _named(job, transaction))
    )
    job.say(f"{job.given.id} is told no more.")


def _deliveries(job: Job) -> None:
    from buyer_portal.order_service.webhooks.outbox import deliveries_of  # noqa: PLC0415

    table = Table("made", "endpoint", "id", "type", "order", "state", "tries", "next", "last")
    found = job.database.read_now(
        lambda connection: deliveries_of(connection, job.tenant, job.given.limit)
    )
    for one in found:
        if job.given.trouble and one.state is DeliveryState.DELIVERED:
            continue
        table.add_row(
            one.created_at.strftime("%Y-%m-%d %H:%M:%S"),
            one.endpoint_id,
            one.message_id,
            one.type,
            one.order_id,
            one.state,
            str(one.tries),
            one.due_at.strftime("%Y-%m-%d %H:%M:%S") if one.due_at else "",
            one.last_error or (str(one.last_status) if one.last_status else ""),
        )
    job.console.print(table)


def _named(job: Job, transaction: "Transaction") -> "Endpoint":
    from buyer_portal.order_service.webhooks.endpoints import find_endpoint  # noqa: PLC0415

    found = find_endpoint(transaction.connection, job.tenant, job.given.id)
    if found is None:
        raise CommandError(f"There is no endpoint {job.given.id!r} in {job.tenant!r}.")
    return found


DEEDS: Final[dict[str, Callable[[Job], None]]] = {
    "endpoints list": _list,
    "endpoints add": _add,
    "endpoints rotate": _rotate,
    "endpoints on": _on,
    "endpoints remove": _remove,
    "deliveries": _deliveries,
}
