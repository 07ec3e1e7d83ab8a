"""Excel formulas as trees: read, checked, rewritten and spelled."""
