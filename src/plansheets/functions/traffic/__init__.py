"""Visits, clicks and orders: what a visit is worth, and what it costs."""
