"""Change here how money that goes back is carried to its end."""
