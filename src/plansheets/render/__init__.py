"""A plan written down: to an Excel file, or to text."""
