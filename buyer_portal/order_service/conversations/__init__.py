"""What buyers and sellers write to each other about an order."""
