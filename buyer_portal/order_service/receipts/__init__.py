"""Papers that a buyer keeps: signed, each naming the one before."""
