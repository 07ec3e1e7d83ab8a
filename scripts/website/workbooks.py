"""Every shipped template as a workbook: in both languages, with its sample and blank."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from plansheets import build
from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.read import read_blueprint
from plansheets.target import file_name
from website.contents import LANGUAGES, Language

Kind = Literal["sample", "blank"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Download:
    """A workbook to download."""

    blueprint: str
    language: Language
    kind: Kind

    @property
    def path(self) -> str:
        """Where it stands on the site."""
        return f"downloads/{self.blueprint}.{self.language}.{self.kind}.xlsx"


def downloads() -> list[Download]:
    """Every workbook that the site offers."""
    return [
        Download(name, language, kind)
        for name in shipped()
        for language in LANGUAGES
        for kind in KINDS
    ]


def put_workbooks(site: Path, made: Path | None, wanted: Sequence[Download]) -> None:
    """Put the *wanted* workbooks on the *site*: those in the folder *made*, the others built."""
    (site / "downloads").mkdir(parents=True, exist_ok=True)
    ready = {each: _ready(made, each) if made is not None else None for each in wanted}
    for each, there in ready.items():
        if there is not None:
            shutil.copyfile(there, site / each.path)
    missing = [each for each, there in ready.items() if there is None]
    with ProcessPoolExecutor() as pool:
        for _ in pool.map(_build, missing, [site] * len(missing)):
            pass


def _ready(made: Path, wanted: Download) -> Path | None:
    """The workbook in the folder *made*, under the site's name or that of ``build --all``."""
    names = [Path(wanted.path).name]
    if wanted.kind == "sample":
        names.append(file_name(read_blueprint(shipped()[wanted.blueprint]), wanted.language))
    return next((made / name for name in names if (made / name).exists()), None)


def _build(wanted: Download, site: Path) -> None:
    blank = wanted.kind == "blank"
    build(wanted.blueprint, site / wanted.path, locale=wanted.language, blank=blank, force=True)
