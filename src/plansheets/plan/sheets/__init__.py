"""Sheets drawn whole: those of the blueprint, and those that every workbook has."""
