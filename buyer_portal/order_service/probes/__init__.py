"""Whether the service answers, and what it is."""
