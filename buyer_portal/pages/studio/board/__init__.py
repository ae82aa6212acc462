"""The board: frames of the real pages beside each other."""
