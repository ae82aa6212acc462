"""What buyers are told."""
