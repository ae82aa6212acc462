"""Goods that go back, and money for those that never came or stay."""
