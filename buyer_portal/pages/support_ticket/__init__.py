"""One support ticket: what was sent, the answers, and the way to write back."""
