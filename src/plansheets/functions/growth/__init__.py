"""Growth: against a year or a month ago, over years, and to the end of a period."""
