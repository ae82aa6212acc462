"""Ask the order service over HTTP; domain values out."""
