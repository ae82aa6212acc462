"""The invoice of an order, to print."""
