"""What is true of orders: pure values and functions, no clock, no I/O, no framework."""
