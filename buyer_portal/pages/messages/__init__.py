"""All conversations of the buyer."""
