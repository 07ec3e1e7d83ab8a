"""Passes that only look: what is wrong with a blueprint or a plan."""
