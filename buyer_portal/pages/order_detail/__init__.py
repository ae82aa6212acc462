"""One order: how it stands, what it costs, and cancelling it."""
