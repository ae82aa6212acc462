"""A buyer's standing: everything that sellers see, and how to appeal."""
