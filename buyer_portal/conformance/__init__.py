"""The conformance kit: proves any order service against the contract, over HTTP alone."""
