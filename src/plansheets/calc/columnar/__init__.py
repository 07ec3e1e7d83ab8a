"""An engine of our own: a column is one formula over many rows, computed once over arrays."""
