"""Where the screen catalogue comes from: the pages as they are drawn, and the code behind them."""
