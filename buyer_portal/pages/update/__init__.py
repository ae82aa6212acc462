"""How to get a page that the shop accepts."""
