"""Two versions of a blueprint, and what must hold when a workbook becomes one of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

import pytest

from edited import Edit, edit_with_openpyxl
from plansheets import (
    Leftover,
    Upgraded,
    build,
    extract,
    upgrade,
)
from plansheets.life.extracted import Extracted, ExtractedCell
from plansheets.life.pairing import known_by

OLDER = Path(__file__).with_name("older")


BEFORE = """
blueprint: plan
version: 1.0.0
title: {zh-CN: 计划, en: Plan}
purpose: {zh-CN: 看花费, en: Watches spend}
parameters:
  target: {type: ratio, default: 2, min: 0, label: {zh-CN: 目标, en: Target}}
  owner: {type: text, label: {zh-CN: 负责人, en: Owner}}
  lead: {type: days, label: {zh-CN: 提前期, en: Lead time}}
lists:
  channel:
    search: {zh-CN: 搜索, en: Search}
    social: {zh-CN: 社交, en: Social}
    print: {zh-CN: 报纸, en: Print}
tables:
  works:
    title: {zh-CN: 活动表, en: Campaign table}
    key: name
    columns:
      - {id: name, type: key, label: {zh-CN: 活动, en: Campaign}}
      - {id: channel, type: choice, list: channel, label: {zh-CN: 渠道, en: Channel}}
      - {id: start, type: date, label: {zh-CN: 开始, en: Start}}
      - {id: spend, type: money, label: {zh-CN: 花费, en: Spend}}
      - {id: sold, type: money, label: {zh-CN: 成交, en: Revenue}}
      - {id: roi, type: ratio, label: ROI, formula: '=roi([@sold], [@spend])'}
      - {id: share, type: percent, label: {zh-CN: 占比, en: Share},
         formula: '=share([@spend], SUM(works[spend]))'}
      - {id: notes, type: note, label: {zh-CN: 备注, en: Notes}}
    sample:
      - {name: A, channel: search, start: 2024-05-20, spend: 80, sold: 208,
         notes: {zh-CN: 好, en: good}}
      - {name: B, channel: print, start: 2024-06-01, spend: 120, sold: 180}
      - {name: C, channel: social, start: 2024-06-10, spend: 50, sold: 145}
  budgets:
    title: {zh-CN: 渠道预算, en: Budgets}
    rows: {each: channel}
    columns:
      - {id: item, type: choice, list: channel, label: {zh-CN: 渠道, en: Channel}}
      - {id: budget, type: money, label: {zh-CN: 预算, en: Budget}}
    sample: [{budget: 10}, {budget: 20}, {budget: 30}]
sheets:
  - {id: main, title: {zh-CN: 活动, en: Campaigns}, blocks: [{table: works}]}
  - {id: money, title: {zh-CN: 预算, en: Money}, blocks: [{table: budgets}]}
checks:
  - {id: low, level: warning, message: {zh-CN: 低, en: Low},
     count: '=COUNTIFS(works[roi], "<"&target)'}
  - {id: mine, level: warning, message: {zh-CN: 有负责人, en: Owned},
     count: '=LEN(owner)-LEN(owner)'}
  - {id: late, level: warning, message: {zh-CN: 提前期, en: Late},
     count: '=COUNT(lead)-COUNT(lead)'}
"""


AFTER = (
    BEFORE.replace("version: 1.0.0", "version: 2.0.0")
    # a list in another order, with an item less and one more, another label
    .replace("    print: {zh-CN: 报纸, en: Print}\n", "")
    .replace("    search: {zh-CN: 搜索, en: Search}\n", "")
    .replace(
        "    social: {zh-CN: 社交, en: Social}\n",
        "    live: {zh-CN: 直播, en: Live}\n    social: {zh-CN: 社媒, en: Social media}\n"
        "    search: {zh-CN: 搜索, en: Search}\n",
    )
    # a key that is called otherwise, a column and a parameter that are gone or new
    .replace("key: name", "key: campaign")
    .replace("{id: name, type", "{id: campaign, type")
    .replace("{name: ", "{campaign: ")
    .replace("channel: print", "channel: live")
    .replace("      - {id: notes, type: note, label: {zh-CN: 备注, en: Notes}}\n", "")
    .replace(",\n         notes: {zh-CN: 好, en: good}", "")
    .replace("  owner: {type: text, label: {zh-CN: 负责人, en: Owner}}\n", "")
    .replace("LEN(owner)-LEN(owner)", "0*target")
    .replace("  lead: {type: days", "  lead_time: {type: days")
    .replace("COUNT(lead)-COUNT(lead)", "COUNT(lead_time)-COUNT(lead_time)")
    # typed in before and calculated now, and the other way round
    .replace(
        "{id: sold, type: money, label: {zh-CN: 成交, en: Revenue}}",
        "{id: sold, type: money, label: {zh-CN: 成交, en: Revenue}, formula: '=[@spend]*2'}",
    )
    .replace(", sold: 208", "").replace(", sold: 180", "").replace(", sold: 145", "")
    .replace(
        ",\n         formula: '=share([@spend], SUM(works[spend]))'}",
        "}",
    )
    .replace("sample: [{budget: 10}, {budget: 20}, {budget: 30}]", "sample: [{budget: 10}]")
)  # fmt: skip


Typed = Counter[tuple[str, str, Hashable]]


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of both versions of a blueprint, and a workbook of the first."""
    folder = tmp_path_factory.mktemp("plans")
    (folder / "before.yaml").write_text(BEFORE, "utf-8")
    (folder / "after.yaml").write_text(AFTER, "utf-8")
    build(folder / "before.yaml", folder / "plan.xlsx", locale="zh-CN", values={"lead": 7})
    return folder


def content(cell: ExtractedCell) -> Hashable:
    return known_by(cell)


def typed(read: Extracted) -> Typed:
    """How often each value was typed into each column and parameter."""
    found = Counter(
        (table.id, id_, content(row.cells[id_]))
        for table in read.tables.values()
        for row in table.rows
        for id_ in table.inputs
        if content(row.cells[id_]) is not None
    )
    found.update(
        ("", one.id, known_by(ExtractedCell("", one.value, "input", one.text)))
        for one in read.parameters.values()
        if one.state != "default"
    )
    return found


def left(leftovers: Sequence[Leftover]) -> Typed:
    """What of the inputs was left over: formulas and people's own things are none."""
    return Counter(
        (one.table, one.id, known_by(ExtractedCell("", one.value, "input")))
        for one in leftovers
        if one.kind in ("value", "parameter")
    )


def assert_nothing_lost(
    before: Path, after: Path, done: Upgraded, today: Mapping[str, str] | None = None
) -> None:
    """What can be extracted before is what can be extracted after, with what was left over."""
    today = today or {}

    def called(table: str, id_: str, value: Hashable) -> tuple[str, str, Hashable]:
        table, id_ = today.get(table, table), today.get(f"{table}.{id_}".lstrip("."), id_)
        return table, id_, value

    old = Counter({called(*one): count for one, count in typed(extract(before)).items()})
    gone = Counter({called(*one): count for one, count in left(done.leftovers).items()})
    year = extract(before).parameters.get("year")
    if year is not None and year.state == "default":
        # was not typed and is now: a plan does not move to another year by itself
        old["", "year", known_by(ExtractedCell("", year.default, "input"))] += 1
    assert typed(extract(after)) + gone == old


def edited(plans: Path, edit: Edit, folder: Path) -> Path:
    return edit_with_openpyxl(plans / "plan.xlsx", edit, folder / "edited.xlsx")


def to_after(plans: Path, book: Path, folder: Path, **wishes: object) -> Upgraded:
    return upgrade(book, folder / "new.xlsx", blueprint=plans / "after.yaml", **wishes)  # type: ignore[arg-type]
