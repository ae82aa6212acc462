"""What only the studio draws."""
