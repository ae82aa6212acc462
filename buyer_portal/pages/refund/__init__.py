"""Change here the screen that follows money on its way back."""
