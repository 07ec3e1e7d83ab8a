"""The project's own functions: one catalogue that cells, UDFs and LAMBDAs share."""
