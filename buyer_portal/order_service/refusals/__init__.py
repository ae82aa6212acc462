"""Parcels that their buyers refuse at the door."""
