"""The least that Reflex and FastAPI can do: what every ratio is measured against."""
