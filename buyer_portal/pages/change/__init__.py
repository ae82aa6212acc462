"""The page that changes an order instead of cancelling it."""
