"""The command line, as ``python -m plansheets`` and as the command ``plansheets``."""

import sys


def main() -> None:
    """Run the command line; Ctrl+C is one word, while it is still being loaded, too."""
    try:
        from plansheets.cli import main as run  # noqa: PLC0415  # loading may be interrupted

        run()
    except KeyboardInterrupt:
        sys.stderr.write("\nAborted!\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
