"""The Open XML SDK validator finds our sample sound, and sees a fault when there is one."""

from __future__ import annotations

from pathlib import Path

from openxml import validate
from workbook_samples import TABLE, damaged, replace, sound_workbook


def test_the_sound_workbook_has_no_schema_error(tmp_path: Path) -> None:
    file = tmp_path / "sound.xlsx"
    file.write_bytes(sound_workbook())
    assert validate(file) == []


def test_a_table_without_a_name_is_a_schema_error(tmp_path: Path) -> None:
    file = tmp_path / "damaged.xlsx"
    file.write_bytes(damaged(replace(TABLE, ' displayName="SKU"', "")))
    (error,) = validate(file)
    assert error.startswith("/xl/tables/table1.xml /x:table[1]: ")
    assert "displayName" in error
