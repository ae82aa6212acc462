"""The page that places a new order, filled in with an old one."""
