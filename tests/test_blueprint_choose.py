"""Variants of a blueprint: what is in it only for some stage or industry."""

from __future__ import annotations

from pathlib import Path

import pytest

from plansheets import BlueprintError, build, validate
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import examine_text, read_blueprint
from plansheets.outlines import outline

SHOP = """\
blueprint: shop
version: 1.0.0
title: {zh-CN: 店铺, en: Shop}
variants:
  stage:
    label: {zh-CN: 经营阶段, en: Stage}
    default: growing
    items:
      starting: {zh-CN: 初创, en: Starting}
      growing: {zh-CN: 成长, en: Growing}
      mature: {zh-CN: 成熟, en: Mature}
parameters:
  share: {type: percent, label: Share, default: {stage: {starting: 5%, else: 10%}}}
  deep: {type: percent, label: Deep, default: 3%, only: {stage: mature}}
lists:
  levels: {low: Low, high: High}
tables:
  goods:
    title: Goods
    columns:
      - {id: name, type: text, label: Name}
      - {id: sold, type: number, label: Sold}
      - {id: worth, type: number, label: Worth, formula: '=IF(ISNUMBER([@sold]), [@sold]*deep, "")',
         only: {stage: mature}}
      - {id: level, type: choice, list: levels, label: Level, only: {stage: [growing, mature]}}
    sample:
      - {name: A, sold: 100, level: low}
  members:
    title: Members
    only: {stage: mature}
    columns: [{id: who, type: text, label: Who}]
    sample: [{who: B}]
metrics:
  sold_share: {type: number, label: Sold, formula: '=SUM(goods[sold])*share'}
  worth_sum: {type: number, label: Worth, formula: '=SUM(goods[worth])', only: {stage: mature}}
checks:
  - {id: nobody, level: warning, table: members, message: Nobody, where: '=members[who]=""'}
sheets:
  - id: main
    title: Main
    blocks:
      - cards: [sold_share, worth_sum]
      - {note: For the young, only: {stage: starting}}
      - table: goods
  - id: club
    title: Club
    only: {stage: mature}
    blocks: [{table: members}]
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP, "utf-8")
    return path


def read(path: Path, stage: str | None = None) -> Blueprint:
    return read_blueprint(path, {"stage": stage} if stage else {})


def test_the_default_holds_where_nothing_is_chosen(shop: Path) -> None:
    found = read(shop)
    assert [(one.id, one.chosen) for one in found.variants] == [("stage", "growing")]
    assert found.table_ids == ("goods",)
    assert [sheet.id for sheet in found.sheets] == ["main"]


@pytest.mark.parametrize(
    ("stage", "columns", "metrics", "checks", "share"),
    [
        ("starting", ("name", "sold"), 1, 0, 0.05),
        ("growing", ("name", "sold", "level"), 1, 0, 0.1),
        ("mature", ("name", "sold", "worth", "level"), 2, 1, 0.1),
    ],
)
def test_each_variant_holds_what_it_is_there_for(
    shop: Path, stage: str, columns: tuple[str, ...], metrics: int, checks: int, share: float
) -> None:
    found = read(shop, stage)
    goods, parameter = found.table("goods"), found.parameter("share")
    assert goods
    assert parameter
    assert goods.column_ids == columns
    assert set(goods.sample[0].cells) <= set(columns)
    assert (len(found.metrics), len(found.checks)) == (metrics, checks)
    assert parameter.default == share


@pytest.mark.parametrize("said", ["mature", "成熟", "Mature", " MATURE "])
def test_an_item_is_named_by_its_id_or_as_people_call_it(shop: Path, said: str) -> None:
    assert read(shop, said).variants[0].chosen == "mature"


def test_what_no_item_is_called_is_refused_with_those_there_are(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(BlueprintError) as caught:
        build(shop, tmp_path / "out.xlsx", values={"stage": "big"})
    (problem,) = caught.value.problems
    assert problem.code == "PS312"
    assert problem.hint == "one of starting (Starting), growing (Growing), mature (Mature)"
    assert problem.said("zh-CN").where == "参数“stage”"
    assert not (tmp_path / "out.xlsx").exists()


def test_a_parameter_of_another_variant_is_told_apart_from_a_slip(
    shop: Path, tmp_path: Path
) -> None:
    with pytest.raises(BlueprintError, match="it is there only for stage: mature"):
        build(shop, tmp_path / "out.xlsx", values={"deep": "4%"})


def test_every_variant_is_validated(shop: Path) -> None:
    assert validate(shop) == ()
    wrong = SHOP.replace("'=SUM(goods[worth])'", "'=SUM(goods[wort])'")  # only where it is mature
    shop.write_text(wrong, "utf-8")
    assert [problem.code for problem in validate(shop)] == ["PS220"]


def test_many_variants_are_judged_by_several_processes_as_by_one(shop: Path) -> None:
    more = "".join(f"      item_{number}: Item {number}\n" for number in range(6))
    text = SHOP.replace("'=SUM(goods[worth])', only", "'=SUM(goods[wort])', only")
    text = text.replace(
        "parameters:\n", f"  kind:\n    label: Kind\n    items:\n{more}parameters:\n"
    )
    text = text.replace(
        "{note: For the young",
        "{note: Sixth, only: {kind: item_5, stag: starting}}\n      - {note: For the young",
    )
    shop.write_text(text, "utf-8")
    told: list[tuple[int, int]] = []
    alone = validate(shop, progress=lambda done, of: told.append((done, of)))
    assert [one.code for one in alone] == ["PS220", "PS113"]
    assert told == [(done, 18) for done in range(18)]
    told.clear()
    assert validate(shop, jobs=2, progress=lambda done, of: told.append((done, of))) == alone
    assert told == [(done, 18) for done in range(18)]


def test_who_names_what_is_left_out_is_told_for_what_it_is_there(shop: Path) -> None:
    text = SHOP.replace("'=SUM(goods[worth])', only: {stage: mature}}", "'=SUM(goods[worth])'}")
    shop.write_text(text, "utf-8")
    (problem,) = validate(shop)
    assert problem.code == "PS220"
    assert problem.hint == (
        "'worth' is there only for stage: mature: give this an `only:` too, or take that off"
    )


@pytest.mark.parametrize(
    ("only", "code", "said"),
    [
        ("{stag: mature}", "PS113", "there is no 'stag'"),
        ("{stage: matur}", "PS108", "variant 'stage' has no item 'matur'"),
        ("mature", "PS107", "'only' takes ids and their values"),
        ("{stage: {a: b}}", "PS107", "'stage' takes a single value"),
    ],
)
def test_an_only_that_names_nothing_is_reported(
    shop: Path, only: str, code: str, said: str
) -> None:
    text = SHOP.replace("{note: For the young, only: {stage: starting}}",
                        f"{{note: For the young, only: {only}}}")  # fmt: skip
    reading = examine_text(text, "shop.yaml", shop.parent)
    assert [problem.code for problem in reading.problems] == [code]
    assert said in reading.problems[0].message


def test_a_default_that_is_no_item_is_reported(shop: Path) -> None:
    reading = examine_text(SHOP.replace("default: growing", "default: big"), "s", shop.parent)
    assert [problem.message for problem in reading.problems] == [
        "variant 'stage' has no item 'big'"
    ]


def test_a_card_goes_with_its_metric_and_a_row_of_cards_with_its_last(shop: Path) -> None:
    text = SHOP.replace("      - cards: [sold_share, worth_sum]\n",
                        "      - cards: [sold_share]\n      - cards: [worth_sum]\n")  # fmt: skip
    young = examine_text(text, "s", shop.parent).sound()
    assert len(young.sheets[0].blocks) == 2
    assert young.left_out.why["worth_sum"] == "stage: mature"


def test_lines_of_a_form_with_a_title_go_with_their_parameters(shop: Path) -> None:
    text = SHOP.replace("      - cards: [sold_share, worth_sum]\n",
                        "      - form: {title: Shares, parameters: [share, deep]}\n")  # fmt: skip
    young = examine_text(text, "s", shop.parent).sound()
    assert young.sheets[0].blocks[0].holds.parameters == ("share",)


def test_a_composite_hands_its_choice_to_its_parts(shop: Path) -> None:
    (shop.parent / "whole.yaml").write_text(
        "blueprint: whole\nversion: 1.0.0\ntitle: Whole\ninclude: shop.yaml\n"
        "links: {goods: {}}\nsheets: []\n"
        "variants: {stage: {label: Stage, default: starting,"
        " items: {starting: Starting, growing: Growing, mature: Mature}}}\n",
        "utf-8",
    )
    whole = shop.parent / "whole.yaml"
    assert read(whole).variants[0].chosen == "starting"
    assert read(whole).left_out.column("goods", "worth")
    assert read(whole, "mature").table_ids == ("goods", "members")


def test_parts_with_other_items_do_not_fit_together(shop: Path) -> None:
    (shop.parent / "whole.yaml").write_text(
        "blueprint: whole\nversion: 1.0.0\ntitle: Whole\ninclude: shop.yaml\nsheets: []\n"
        "variants: {stage: {label: Stage, items: {big: Big}}}\n",
        "utf-8",
    )
    reading = examine_text(
        (shop.parent / "whole.yaml").read_text("utf-8"), "whole.yaml", shop.parent
    )
    assert {problem.code for problem in reading.problems} == {"PS120"}


def test_samples_of_a_file_may_hold_columns_that_are_left_out(shop: Path) -> None:
    text = SHOP.replace("    sample:\n      - {name: A, sold: 100, level: low}\n",
                        "    sample: goods.csv\n")  # fmt: skip
    (shop.parent / "goods.csv").write_text("name,sold,level\nA,100,low\n", "utf-8")
    shop.write_text(text, "utf-8")
    goods = read(shop, "starting").table("goods")
    assert goods
    assert set(goods.sample[0].cells) == {"name", "sold"}
    assert validate(shop) == ()


def test_show_tells_the_variants_and_what_is_left_out(shop: Path) -> None:
    found = outline(shop, {"stage": "starting"})
    assert [(one["id"], one["chosen"], one["default"]) for one in found["variants"]] == [
        ("stage", "starting", "growing")
    ]
    assert {"id": "goods[level]", "only": "stage: growing / mature"} in found["left_out"]


@pytest.mark.parametrize(
    ("given", "code"), [({"shre": "5%"}, "PS311"), ({"share": "much"}, "PS312")]
)
def test_show_judges_parameters_as_a_build_does(
    shop: Path, tmp_path: Path, given: dict[str, object], code: str
) -> None:
    with pytest.raises(BlueprintError) as shown:
        outline(shop, given)
    with pytest.raises(BlueprintError) as built:
        build(shop, tmp_path / "no.xlsx", values=given)
    assert [one.code for one in shown.value.problems] == [code]
    assert shown.value.problems == built.value.problems


def test_a_workbook_of_each_variant_says_which_it_is(shop: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    built = build(shop, tmp_path / "out.xlsx", values={"stage": "成熟"}, locale="zh-CN")
    about = load_workbook(built.path).worksheets[0]
    texts = [cell.value for row in about.iter_rows() for cell in row if cell.value]
    assert texts[texts.index("经营阶段") + 1] == "成熟"


def test_a_workbook_remembers_its_variant(shop: Path, tmp_path: Path) -> None:
    from plansheets.life.book import opened_book
    from plansheets.life.known import know

    built = build(shop, tmp_path / "out.xlsx", values={"stage": "mature"})
    with opened_book(built.path) as book:
        assert know(book).manifest.choices["set"] == {"stage": "mature"}


def test_one_column_may_take_the_place_of_another_of_its_id(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    sold = "      - {id: sold, type: number, label: Sold}\n"
    two = (
        "      - {id: sold, type: number, label: Sold, only: {stage: [starting, growing]}}\n"
        "      - {id: sold, type: number, label: All sold, only: {stage: mature}}\n"
    )
    path.write_text(SHOP.replace(sold, two), "utf-8")
    assert validate(path) == ()
    for stage, label in (("growing", "Sold"), ("mature", "All sold")):
        goods = read(path, stage).table("goods")
        assert goods
        assert [one.label("en") for one in goods.columns if one.id == "sold"] == [label]
        assert goods.sample[0].cells["sold"]("en") == "100"


def test_an_item_of_a_list_may_be_there_for_some_variants(shop: Path) -> None:
    text = SHOP.replace("high: High}", "high: {label: High, only: {stage: mature}}}")
    shop.write_text(text, "utf-8")
    items = {
        stage: [item.id for item in read(shop, stage).lists[0].items]
        for stage in ("growing", "mature")
    }
    assert items == {"growing": ["low"], "mature": ["low", "high"]}


def test_a_formula_that_names_an_item_of_another_variant_is_told_where_it_is(shop: Path) -> None:
    text = SHOP.replace("high: High}", "high: {label: High, only: {stage: mature}}}")
    text = text.replace("'=SUM(goods[sold])*share'", "'=COUNTIF(goods[level], levels.high)*share'")
    shop.write_text(text.replace(", only: {stage: [growing, mature]}}", "}"), "utf-8")
    assert validate(shop)[0].hint == (
        "'high' is there only for stage: mature: give this an `only:` too, or take that off"
    )


def test_a_row_of_the_sample_may_be_there_for_some_variants(shop: Path) -> None:
    row = "      - {name: A, sold: 100, level: low}\n"
    text = SHOP.replace(row, row + "      - {name: B, sold: 5, only: {stage: [growing, mature]}}\n")
    shop.write_text(text, "utf-8")
    rows = {}
    for stage in ("starting", "growing"):
        goods = read(shop, stage).table("goods")
        assert goods
        rows[stage] = [row.cells["name"].en for row in goods.sample]
    assert rows == {"starting": ["A"], "growing": ["A", "B"]}
    assert validate(shop) == ()


def test_a_part_for_an_item_that_is_not_there_is_told_once(shop: Path) -> None:
    text = SHOP.replace("{id: sold, type: number,", "{id: sold, only: {stage: old}, type: number,")
    [problem] = examine_text(text, "s", shop.parent).problems
    assert (problem.code, problem.message) == ("PS108", "variant 'stage' has no item 'old'")


def test_a_column_called_only_is_a_column(shop: Path) -> None:
    text = SHOP.replace("      - {id: sold, type: number, label: Sold}\n",
                        "      - {id: sold, type: number, label: Sold}\n"
                        "      - {id: only, type: text, label: Only}\n")  # fmt: skip
    text = text.replace("{name: A, sold: 100,", "{name: A, sold: 100, only: {zh-CN: 甲, en: Here},")
    goods = examine_text(text, "s", shop.parent).sound().table("goods")
    assert goods
    assert goods.sample[0].cells["only"].en == "Here"


def test_joined_sheets_of_another_variant_leave_a_gap_in_none(shop: Path) -> None:
    (shop.parent / "whole.yaml").write_text(
        "blueprint: whole\nversion: 1.0.0\ntitle: Whole\ninclude: shop.yaml\n"
        "sheets: [{id: own, title: Own, blocks: [{note: Here}]}]\n"
        "samples: {goods: [{of: {name: A}, set: {sold: 7}, only: {stage: mature}}]}\n"
        "arrange: {join: [{id: pair, title: Pair, of: [club, main, own], print: [club, main]}]}\n"
        "variants: {stage: {label: Stage, default: growing,"
        " items: {starting: Starting, growing: Growing, mature: Mature}}}\n",
        "utf-8",
    )
    whole = shop.parent / "whole.yaml"
    assert validate(whole) == ()
    for stage, joined, sold in (("growing", ["main", "own"], "100"),
                                ("mature", ["club", "main", "own"], "7")):  # fmt: skip
        found = read(whole, stage)
        assert [sheet.id for sheet in found.sheets if sheet.joined] == joined
        goods = found.table("goods")
        assert goods
        assert goods.sample[0].cells["sold"].en == sold


def test_a_table_whose_only_sheet_is_left_out_is_missed_where_something_needs_it(
    shop: Path,
) -> None:
    alone = (
        "  - id: store\n    title: Store\n    only: {stage: mature}\n    blocks: [{table: more}]\n"
    )
    more = "  more:\n    title: More\n    columns: [{id: who, type: text, label: Who}]\n"
    text = SHOP.replace("metrics:\n", more + "metrics:\n") + alone
    shop.write_text(text, "utf-8")
    assert validate(shop) == ()
    shop.write_text(text.replace("*share'", "*share+ROWS(more[who])'"), "utf-8")
    (problem,) = validate(shop)
    assert problem.message == "the table 'more' stands on no sheet"
