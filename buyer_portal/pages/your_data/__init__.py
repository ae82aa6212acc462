"""A buyer's own data: download, and deleting the account."""
