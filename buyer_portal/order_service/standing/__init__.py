"""The strikes of buyers, what they take away, and appeals against them."""
