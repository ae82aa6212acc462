"""The embedded order service, a process of its own."""
