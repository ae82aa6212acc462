"""Changing an order instead of cancelling it."""
