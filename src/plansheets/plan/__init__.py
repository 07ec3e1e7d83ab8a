"""A blueprint compiled: passes that give every cell of the workbook its place."""
