"""Tokens: status to tone, tone to class, and the theme variables."""
