"""Withdrawing from a contract by law: the statement, what it does, its acknowledgement."""
