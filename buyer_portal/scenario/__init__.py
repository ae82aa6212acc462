"""One exact situation of a tenant as a serialisable value."""
