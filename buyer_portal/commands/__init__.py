"""What a buyer can command from more than one page: the states that carry it out."""
