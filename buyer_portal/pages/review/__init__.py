"""Reviewing the experience, once the money is back."""
