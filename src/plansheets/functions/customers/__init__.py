"""Customers: what they are worth, how recent, how frequent, and what to call them."""
