"""Withdrawing from a contract by law: the statement, its confirmation, its acknowledgement."""
