"""The buyer's support tickets."""
