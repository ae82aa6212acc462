"""One answer per idempotency key."""
