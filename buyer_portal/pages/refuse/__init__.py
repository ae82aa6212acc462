"""Refusing a delivery: what it does, what is better, and what to do at the door."""
