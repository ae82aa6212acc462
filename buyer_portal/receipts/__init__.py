"""Receipts as documents: their one form in bytes, their seal, and how a stranger checks both."""
