"""What a buyer and a seller write to each other about one order."""
