"""``python -m plansheets`` is the command line."""

from plansheets.cli import main

main()
