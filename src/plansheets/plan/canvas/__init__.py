"""A sheet under way: its rows and columns, its paper, and what stands in its tables."""
