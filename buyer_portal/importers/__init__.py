"""Payloads of other systems, read into orders with every reason for a refusal."""
