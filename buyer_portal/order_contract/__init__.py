"""The JSON that portal and order service agree on, one file a feature, and the problem types."""
