"""Orders of other systems, written."""
