"""Notifications that go out by e-mail; the portal writes and sends them."""
