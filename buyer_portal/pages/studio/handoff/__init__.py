"""The hand-off."""
