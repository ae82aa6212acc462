"""How a database came to its present form."""
