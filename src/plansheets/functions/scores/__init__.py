"""Points for a metric by its own method, and grades; a weight is a share, points are out of 100."""
