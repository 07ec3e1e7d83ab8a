"""Mutants: files changed at random, each with the command that reads it."""

from __future__ import annotations

import csv
import io
import random
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl

import mutated_blueprints
import mutated_files
import plansheets
from mutated_blueprints import HERE, SHIPPED, SMALL
from plansheets.words import LOCALES
from test_frames_exports import BOOK, PAGE
from workbook_samples import sound_workbook

ATTACK = HERE / "attack"
PROFILES = ("excel2016", "excel365")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed file, and the words of the command that reads it; MUTANT is the file's name."""

    kind: str
    number: int
    seed: Path
    content: bytes
    words: tuple[str, ...]
    suffix: str

    def __str__(self) -> str:
        words = " ".join(self.words)
        return f"{self.kind} {self.number} from {self.seed.name}: plansheets {words}"


_LARGEST = {"annual-plan": 1, "monitoring-board": 2}
_OFTEN = [path for path in SHIPPED for _ in range(_LARGEST.get(path.stem, 5))]
"""Shipped blueprints; were all as often, the annual plan would take six of ten seconds."""


def mutant(kind: str, number: int) -> Mutant:
    """Mutant *number* of its kind, always the same."""
    chance = random.Random(f"{kind} {number}")
    match kind:
        case "blueprint" | "shipped":
            seed = chance.choice(SMALL if kind == "blueprint" else _OFTEN)
            content = mutated_blueprints.changed(seed, chance).encode("utf-8", "surrogatepass")
            whole = kind == "blueprint" or number % 10 == 0
            words = _build(chance) if whole else ("validate", "MUTANT", *_profile(chance))
            return Mutant(kind, number, seed, content, words, ".yaml")
        case "data":
            seed = chance.choice([*_data()])
            content, words = _data()[seed]
            change = _change_of(seed.suffix)
            return Mutant(kind, number, seed, change(content, chance), words, seed.suffix)
        case "workbook":
            seeds = [*_workbooks()]
            seed = chance.choices(seeds, [1 if one.name in _LARGE else 9 for one in seeds])[0]
            content = mutated_files.changed_workbook(_workbooks()[seed], chance)
            return Mutant(kind, number, seed, content, ("verify", "MUTANT"), ".xlsx")
    raise ValueError(kind)


def _change_of(suffix: str) -> Callable[[bytes, random.Random], bytes]:
    is_package = suffix == ".xlsx"
    return mutated_files.changed_workbook if is_package else mutated_files.changed_text


def _profile(chance: random.Random) -> tuple[str, ...]:
    return "--profile", chance.choice(PROFILES)


def _build(chance: random.Random) -> tuple[str, ...]:
    more = chance.choice(((), (), ("--blank",), ("--rows", "3"), ("--lambdas",), ("--blank",)))
    locale = chance.choice(LOCALES)
    return "build", "MUTANT", "-o", "out.xlsx", "--locale", locale, *_profile(chance), *more


@cache
def _data() -> dict[Path, tuple[bytes, tuple[str, ...]]]:
    """Data files by where they stand or would stand, each with the command that reads it."""
    shop = _filling("shop.yaml", "skus")
    orders = ("functions", "rfm", "MUTANT", "-o", "out.csv")
    orders += ("--customer", "customer", "--date", "paid_on", "--amount", "amount")
    found = {
        ATTACK / "shop.csv": shop,
        ATTACK / "items-long-remark.csv": _filling("items.yaml", "tt"),
        ATTACK / "dot-thousands.csv": shop,
        ATTACK / "merged-body.xlsx": shop,
        ATTACK / "strict.xlsx": shop,
        ATTACK / "far-cells.xlsx": shop,
        ATTACK / "orders-zero.csv": orders,
        ATTACK / "orders-once-each.csv": orders,
    }
    made = {path: (path.read_bytes(), words) for path, words in found.items()}
    page = PAGE.replace("{{", "{").replace("}}", "}").replace("{charset}", "utf-8")
    made[ATTACK / "page.xls"] = page.encode(), shop
    made[ATTACK / "excel-2003.xls"] = BOOK.encode(), shop
    made[ATTACK / "shop.xlsx"] = _shop_workbook(), shop
    return made


def _filling(blueprint: str, table: str) -> tuple[str, ...]:
    return "build", str(ATTACK / blueprint), "--data", f"{table}=MUTANT", "-o", "out.xlsx"


def _shop_workbook() -> bytes:
    """shop.csv as openpyxl writes it, days and numbers as such."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in csv.reader((ATTACK / "shop.csv").read_text("utf-8").splitlines()):
        sheet.append([float(one) if re.fullmatch(r"\d+\.\d+", one) else one for one in line])
    sheet.merge_cells("A1:C1")
    sheet["D3"].number_format = "yyyy-mm-dd"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_LARGE = ("many-styles.xlsx", "far-cells.xlsx")


@cache
def _workbooks() -> dict[Path, bytes]:
    files = (*ATTACK.glob("*.xlsx"),)
    made = {path: path.read_bytes() for path in sorted(files)}
    made[ATTACK / "sound.xlsx"] = sound_workbook()
    made[ATTACK / "shop-built.xlsx"] = _built(ATTACK / "shop.yaml")
    made[ATTACK / "every-key-built.xlsx"] = _built(HERE / "every-key.yaml")
    return made


def _built(blueprint: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return plansheets.build(blueprint, folder, locale="zh-CN").path.read_bytes()
