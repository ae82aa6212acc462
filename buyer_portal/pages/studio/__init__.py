"""The studio: one folder a screen; outside production alone (app.py)."""
