"""The buyer portal: cancel an order, or learn why not and what to do now."""
