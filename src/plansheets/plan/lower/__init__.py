"""Lowering: what speaks in tables and columns becomes plain cells and ranges."""
