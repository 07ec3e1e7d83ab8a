"""The functions as native VBA: Excel on Windows and on the Mac, with no Python there."""
