"""Which advice a buyer gets in which situation; pure."""
