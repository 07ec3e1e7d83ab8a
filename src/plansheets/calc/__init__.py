"""True values for every formula of a plan, from an embedded engine."""
