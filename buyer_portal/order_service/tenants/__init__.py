"""Isolated worlds, their clocks and faults."""
