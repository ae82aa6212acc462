"""A seller's policy, readable before anything is cancelled."""
