"""The inbox: every outcome of an order."""
