"""Policies from the command line: checked, drawn as a table, compared over orders."""
