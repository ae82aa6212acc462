"""Signing in and out, and who a session belongs to."""
