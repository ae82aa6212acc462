"""Cancelling, asking to, withdrawing, and what the counterparts do."""
