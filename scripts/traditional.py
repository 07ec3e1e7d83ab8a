"""Write which simplified character stands for each traditional one, as ICU's ``uconv`` knows it.

The pairs are those of CLDR's transform ``Traditional-Simplified`` (Unicode License v3), for the
characters of the basic block. ``apt-get install icu-devtools`` brings ``uconv``.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

TABLE = Path(__file__).parents[1] / "src" / "plansheets" / "values" / "traditional.txt"
PAIRS_A_LINE = 32


def main() -> None:
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    line = ["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Traditional-Simplified"]
    made = subprocess.run(
        line, input="\n".join(characters), capture_output=True, text=True, check=True
    ).stdout.split("\n")
    pairs = [f"{one}{two}" for one, two in zip(characters, made, strict=True) if one != two]
    lines = [
        " ".join(pairs[start : start + PAIRS_A_LINE])
        for start in range(0, len(pairs), PAIRS_A_LINE)
    ]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(pairs):,} pairs")


if __name__ == "__main__":
    main()
