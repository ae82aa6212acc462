"""The form of a new support ticket."""
