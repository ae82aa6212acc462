"""Change here what time it is in a tenant."""

from datetime import UTC, datetime, timedelta


def real_now() -> datetime:
    """Return the real time; sessions, tickets and limits live by it."""
    return datetime.now(UTC)


def tenant_now(real: datetime, offset_microseconds: int, frozen_at: datetime | None) -> datetime:
    """Return what a tenant's clock shows; orders and deadlines live by it."""
    if frozen_at is not None:
        return frozen_at
    return real + timedelta(microseconds=offset_microseconds) if offset_microseconds else real


def end_in(seconds: int | None) -> datetime | None:
    """Return the real moment so many seconds from now; None: there is no end."""
    return None if seconds is None else real_now() + timedelta(seconds=seconds)
