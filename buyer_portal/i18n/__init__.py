"""Catalogues and formats: every text, amount and date that a person reads."""
