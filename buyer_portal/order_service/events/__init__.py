"""The feed of everything that was committed."""
