"""Comparisons that a blank cell and the 15th digit cannot fool."""
