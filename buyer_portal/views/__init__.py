"""What a screen prints: frozen dataclasses of ready text, made from domain values."""
