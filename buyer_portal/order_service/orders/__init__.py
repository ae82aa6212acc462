"""The list of orders, one order, its decision."""
