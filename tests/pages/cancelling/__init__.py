"""Tests of the dialog in which a buyer cancels."""
