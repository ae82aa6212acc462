"""The flow map."""
