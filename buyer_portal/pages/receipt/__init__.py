"""The screen of one receipt: to read, print, keep and check."""
