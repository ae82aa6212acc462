"""The questions buyers ask, answered for their own orders, searchable in their own words."""
