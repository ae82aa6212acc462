"""A buyer's own data: taking it along, and having it erased."""
