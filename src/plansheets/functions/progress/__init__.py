"""Days, and how far work should be and is."""
