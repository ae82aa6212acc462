"""What sellers offer and which coupons buyers have."""
