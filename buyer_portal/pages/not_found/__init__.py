"""Pages for what is not here, and for what broke."""
