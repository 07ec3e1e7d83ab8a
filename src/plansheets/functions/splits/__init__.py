"""Shares, averages, and a total split so that its parts add up to the cent."""
