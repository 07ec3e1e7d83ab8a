"""Customers who stay, and what they are worth today."""
