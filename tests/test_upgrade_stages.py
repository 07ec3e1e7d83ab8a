"""Upgrade: a filled workbook moves to another variant of its blueprint."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from plansheets import (
    build,
    check,
    extract,
    upgrade,
)
from plansheets.cli import cli
from plansheets.errors import PlansheetsError

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


STAGED = """
blueprint: club
version: 1.0.0
title: {zh-CN: 会员店, en: Club}
variants:
  stage:
    label: {zh-CN: 阶段, en: Stage}
    items: {young: {zh-CN: 初创, en: Young}, old: {zh-CN: 成熟, en: Old}}
parameters:
  seeds: {type: count, label: {zh-CN: 种子用户, en: Seed users}, only: {stage: young}}
tables:
  goods:
    title: {zh-CN: 商品表, en: Goods}
    key: sku
    columns:
      - {id: sku, type: key, label: SKU}
      - {id: reviews, type: count, label: {zh-CN: 评价, en: Reviews}, only: {stage: young}}
      - {id: repeat, type: percent, label: {zh-CN: 复购率, en: Repeat rate}, only: {stage: old}}
    sample: [{sku: A-01, reviews: 4, repeat: 30%}]
  starts:
    title: {zh-CN: 冷启动, en: Cold start}
    only: {stage: young}
    columns: [{id: step, type: text, label: {zh-CN: 步骤, en: Step}}]
    sample: [{step: {zh-CN: 上架, en: Listed}}]
  terms:
    title: {zh-CN: 口径, en: Definitions}
    key: term
    keep: true
    columns: [{id: term, type: key, label: {zh-CN: 指标, en: Term}}]
    sample: [{term: GMV}, {term: LTV, only: {stage: old}}]
sheets:
  - {id: main, title: {zh-CN: 商品, en: Goods}, blocks: [{form: [seeds],
     only: {stage: young}}, {table: goods}]}
  - {id: start, title: {zh-CN: 冷启动, en: Start}, only: {stage: young}, blocks: [{table: starts}]}
  - {id: words, title: {zh-CN: 口径, en: Terms}, blocks: [{table: terms}]}
checks:
  - {id: few, level: warning, message: {zh-CN: 少, en: Few}, only: {stage: young},
     count: '=IF(N(seeds)<0, 1, 0)'}
"""


@pytest.fixture
def young(tmp_path: Path) -> Path:
    """A filled workbook of the young stage."""
    (tmp_path / "club.yaml").write_text(STAGED, "utf-8")
    (tmp_path / "goods.csv").write_text("sku,reviews\nB-01,7\nB-02,9\n", "utf-8")
    (tmp_path / "starts.csv").write_text("step\nFirst ten\n", "utf-8")
    return build(
        tmp_path / "club.yaml", tmp_path / "young.xlsx", locale="en", values={"seeds": 500},
        data={"goods": tmp_path / "goods.csv", "starts": tmp_path / "starts.csv"},
    ).path  # fmt: skip


def terms(book: Path) -> list[object]:
    return [row.cells["term"].value for row in extract(book).tables["terms"].rows]


def test_a_filled_workbook_moves_to_another_stage(young: Path, tmp_path: Path) -> None:
    done = upgrade(young, tmp_path / "old.xlsx", values={"stage": "成熟"})
    held = extract(tmp_path / "old.xlsx")
    assert held.tables.keys() == {"goods", "terms"}
    assert [row.cells["sku"].value for row in held.tables["goods"].rows][:2] == ["B-01", "B-02"]
    assert "repeat" in held.tables["goods"].columns
    left = [(one.kind, one.id, one.value, one.why.en) for one in done.leftovers]
    why = "there only for stage: young"
    assert left == [
        ("value", "reviews", 7, why),
        ("value", "reviews", 9, why),
        ("value", "step", "First ten", why),
        ("parameter", "seeds", 500, why),
    ]
    assert done.beside is not None
    kept = list(csv.DictReader(done.beside.read_text("utf-8-sig").splitlines()))
    assert [row["value"] for row in kept] == ["7", "9", "First ten", "500"]
    # what nobody changed of the blueprint's own rows is what the new stage has
    assert (terms(young), terms(tmp_path / "old.xlsx")) == (["GMV"], ["GMV", "LTV"])
    assert check(tmp_path / "old.xlsx").problems == ()
    again = upgrade(tmp_path / "old.xlsx", tmp_path / "again.xlsx")
    assert again.whole
    assert terms(tmp_path / "again.xlsx") == ["GMV", "LTV"]


def test_rows_of_the_blueprint_that_were_changed_are_kept(young: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(young)
    spots = [cell for row in book["Terms"].iter_rows() for cell in row if cell.value == "GMV"]
    spots[0].value = "Net sales"
    book.save(tmp_path / "changed.xlsx")
    upgrade(tmp_path / "changed.xlsx", tmp_path / "old.xlsx", values={"stage": "old"})
    assert terms(tmp_path / "old.xlsx") == ["Net sales"]


def test_upgrade_refuses_what_is_no_variant(young: Path, tmp_path: Path) -> None:
    told = CliRunner().invoke(
        cli, ["upgrade", str(young), "--set", "seeds=3", "--locale", "en", "--dry-run"]
    )
    assert told.exit_code == 1
    assert "no variant 'seeds' in club" in told.stderr
    with pytest.raises(PlansheetsError, match="there is no 'middle'"):
        upgrade(young, tmp_path / "new.xlsx", values={"stage": "middle"})
    assert not (tmp_path / "new.xlsx").exists()


def test_the_command_names_what_only_the_old_stage_has(young: Path, tmp_path: Path) -> None:
    words = ["upgrade", str(young), "--set", "stage=old", "--locale", "zh-CN", "-o",
             str(tmp_path / "new.xlsx")]  # fmt: skip
    told = CliRunner().invoke(cli, words)
    assert told.exit_code == 1
    assert "  参数“Seed users”：只在 stage: young 时才有" in told.stdout.replace("（", "\n（")
