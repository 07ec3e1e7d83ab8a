"""Add-ins: the one catalogue of functions, made ready for the programs that call them."""
