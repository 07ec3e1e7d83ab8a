"""What marking a workbook leaves for the others of a run."""

from __future__ import annotations

from collections.abc import Mapping

from plansheets.life.carried import Chunk, pack
from plansheets.life.identity import Forms, Titles


class KnownForms:
    """What the formulas of a run are known by, and the files of its blueprint, packed once."""

    def __init__(self) -> None:
        self._forms = Forms(Titles())
        self._packed: tuple[Mapping[str, bytes], tuple[Chunk, ...]] = {}, ()

    def forms(self, titles: Titles) -> Forms:
        """What formulas are known by among *titles*, which most workbooks of a run share."""
        if titles != self._forms.titles:
            self._forms = Forms(titles)
        return self._forms

    def pack(self, files: Mapping[str, bytes]) -> tuple[Chunk, ...]:
        """*files* as chunks."""
        if files is not self._packed[0]:
            self._packed = files, pack(files)
        return self._packed[1]
