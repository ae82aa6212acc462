"""Placing a new order from an old one."""
