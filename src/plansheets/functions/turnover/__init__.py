"""How often stock turns, and how much to order at once."""
