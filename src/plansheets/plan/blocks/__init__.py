"""Blocks in their places: tables, charts, grids, forms, timelines, and how their cells behave."""
