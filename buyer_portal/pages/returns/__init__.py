"""Goods that go back."""
