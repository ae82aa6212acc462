"""Parts that draw a view they are handed; they hold no state of a page."""
