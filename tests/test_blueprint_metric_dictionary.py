"""metric-dictionary: metrics that are settled, definitions that changed, two sources compared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from filled import Shown, column, found_by, named, shown, table_rows

DAY = date(2024, 6, 30)
TABLES = {
    "metric_terms": "key,name,definition,formula,unit,owner,effective,tolerance",
    "definition_changes": "key,effective,value_before,value_after,history",
    "recon": "day,key,source_a,value_a,source_b,value_b,cause",
    "field_map": "platform,field,key",
}
SETTLED = "gmv,GMV,Paid,Sum,yuan,Ann,2024-01-01,"


def made(folder: Path, **rows: str) -> Shown:
    """The English workbook with those rows, by table."""
    data = {}
    for table, lines in rows.items():
        data[table] = folder / f"{table}.csv"
        data[table].write_text(f"{TABLES[table]}\n{lines}\n", "utf-8")
    return shown("metric-dictionary", locale="en", as_of=DAY, data=data)


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("metric-dictionary", locale="en")


def test_the_four_families_of_the_source_are_defined(sample: Shown) -> None:
    families = dict.fromkeys(map(str, column(sample, "metric_terms", "Family")))
    assert [*families] == ["Business", "Users", "Finance", "Operations"]
    dau = next(row for row in table_rows(sample, "metric_terms") if row["Key"] == "dau")
    assert "users who logged in that day" in str(dau["Definition"])


def test_a_metric_is_settled_once_it_says_what_who_and_since_when(tmp_path: Path) -> None:
    told = {
        "Paid,Sum,yuan,Ann,2024-01-01": "● Settled",
        ",Sum,yuan,Ann,2024-01-01": "▼ Not defined",
        "Paid,,yuan,Ann,2024-01-01": "▼ Not defined",
        "Paid,Sum,yuan,,2024-01-01": "▲ No owner",
        "Paid,Sum,yuan,Ann,2024-06-30": "● Settled",
        "Paid,Sum,yuan,Ann,2024-07-01": "○ Not in force yet",
        "Paid,Sum,yuan,Ann,": "● Settled",
    }
    rows = "\n".join(f"k{place},Metric {place},{row}," for place, row in enumerate(told))
    book = made(tmp_path, metric_terms=rows)
    assert column(book, "metric_terms", "Settled") == [*told.values()]


def test_two_sources_match_up_to_their_tolerance(tmp_path: Path) -> None:
    told = {
        "100,B,103,": (0.03, "● Matches"),  # up to the tolerance of 3%
        "100,B,103.01,": (0.0301, "▼ Off, unexplained"),
        "100,B,96.9,": (-0.031, "▼ Off, unexplained"),
        "100,B,96.9,Found": (-0.031, "▲ Off, explained"),
        "0,B,0,": (None, "● Matches"),
        "0,B,5,": (None, "▼ Off, unexplained"),
        "100,B,,": (None, "○ One side missing"),
        ",B,,": (None, "○ One side missing"),
    }
    lines = "\n".join(f"2024-06-{day},gmv,A,{line}" for day, line in enumerate(told, 10))
    book = made(tmp_path, metric_terms=SETTLED, recon=lines)
    rows = table_rows(book, "recon")
    assert [row["Result"] for row in rows] == [result for _, result in told.values()]
    assert [row["Difference"] for row in rows] == [
        None if one is None else pytest.approx(one) for one, _ in told.values()
    ]


def test_a_metric_may_have_a_tolerance_of_its_own(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        metric_terms=f"{SETTLED}1%\ncac,CAC,Spend,Ratio,yuan,Ann,2024-01-01,5%",
        recon="2024-06-28,gmv,A,100,B,102,\n2024-06-28,cac,A,100,B,104,",
    )
    assert column(book, "recon", "Result") == ["▼ Off, unexplained", "● Matches"]
    told = [
        (row["Figure and day"], row["Times tolerance"]) for row in table_rows(book, "recon_urgent")
    ]
    assert told[:3] == [
        ("GMV 06-28", pytest.approx(2)),
        ("CAC 06-28", pytest.approx(0.8)),
        (None, None),
    ]


def test_the_rate_of_matches_is_held_against_as_many_days_before(sample: Shown) -> None:
    assert (named(sample, "recon_count"), named(sample, "recon_lacking")) == (11, 1)
    assert named(sample, "recon_rate") == pytest.approx(7 / 10)
    assert "▲20.0 pp" in str([*sample.cells.values()])  # of four in May, two matched


def test_a_change_says_by_how_much_the_figure_moves(sample: Shown) -> None:
    gmv = table_rows(sample, "definition_changes")[1]
    assert gmv["Effect"] == pytest.approx(14_990_000 / 15_680_000 - 1)
    assert [row["State"] for row in table_rows(sample, "definition_changes")] == [
        "● In force", "▲ Recent", "○ To come",
    ]  # fmt: skip


def test_a_dictionary_that_is_older_than_its_change_is_out_of_date(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        metric_terms=SETTLED,
        definition_changes="gmv,2024-02-01,1,2,redone\ngmv,2024-07-01,1,2,\nuv,2024-02-01,1,,",
    )
    assert found_by(book, "Definition changed, dictionary out of date") == 1
    assert found_by(book, "Change of a key that is not listed") == 1
    assert found_by(book, "Change without both figures") == 1
    assert found_by(book, "Changed, and nothing done about past figures") == 1
    assert named(book, "same_number") == "▲ Nearly"


def test_it_is_the_same_number_once_all_is_settled_and_sources_match(tmp_path: Path) -> None:
    matching = "2024-06-28,gmv,A,100,B,101,"
    unowned = SETTLED.replace("Ann", "")
    for terms, line, answer in (
        (SETTLED, matching, "● Yes"),
        (SETTLED, "", "○ Not reconciled"),
        (unowned, matching, "▲ Nearly"),
        (unowned, matching.replace("101", "111"), "▼ Not yet"),
    ):
        book = made(tmp_path, metric_terms=terms, **({"recon": line} if line else {}))
        assert named(book, "same_number") == answer


def test_keys_twice_and_unknown_ones_are_pointed_out(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        metric_terms=f"{SETTLED}\nsales,gmv,Paid,Sum,yuan,Ann,2024-01-01,",
        recon="2024-06-28,uv,A,1,A,1,\n2024-07-01,gmv,A,1,B,1,",
        field_map="shopify,Total sales,gmv\nshopify,Sessions,uv",
    )
    assert found_by(book, "Two metrics of the same name") == 2
    assert found_by(book, "Comparison of a key that is not listed") == 1
    assert found_by(book, "Both sources are the same") == 1
    assert found_by(book, "Comparison after the as-of day") == 1
    assert found_by(book, "Field of a key that is not listed") == 1


def test_a_metric_shows_what_each_platform_calls_it(sample: Shown) -> None:
    gmv = table_rows(sample, "field_table")[0]
    assert (gmv["Shopify"], gmv["Amazon"]) == ("Total sales", "Ordered Product Sales")
    assert (gmv["JD Shangzhi"], gmv["Fields"]) == ("Amount of deals", 5)
