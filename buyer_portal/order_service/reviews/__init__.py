"""How buyers say it went."""
