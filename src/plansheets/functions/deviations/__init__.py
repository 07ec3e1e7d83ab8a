"""Actual against target, and against an earlier period."""
