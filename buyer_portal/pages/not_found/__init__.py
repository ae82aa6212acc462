"""The page for what is not here."""
