"""The signed-in buyer and the counters."""
