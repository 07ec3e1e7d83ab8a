import io
import re
import zipfile
from dataclasses import replace

import pytest

from plansheets.errors import WorkbookError
from plansheets.plan.model import PlannedChart, PlannedSeries
from plansheets.render.xlsx import write_xlsx
from render_sample import DATA, FONT, PLAN, VALUES, data_range

CHART = DATA.charts[0]


def chart_part(chart: PlannedChart, **changes: object) -> str:
    sheet = replace(DATA, charts=(chart,), **changes)  # type: ignore[arg-type]
    target = io.BytesIO()
    write_xlsx(replace(PLAN, sheets=(sheet, *PLAN.sheets[1:])), VALUES, target)
    with zipfile.ZipFile(target) as archive:
        return archive.read("xl/charts/chart1.xml").decode()


def series(kind: str | None = None) -> PlannedSeries:
    return PlannedSeries("销量", data_range(1), data_range(3), kind=kind)  # type: ignore[arg-type]


def points(markup: str, cache: str) -> list[list[tuple[str, str]]]:
    return [
        re.findall('<c:pt idx="([0-9]+)"><c:v>(.*?)</c:v>', found)
        for found in re.findall(f"<c:{cache}>(.*?)</c:{cache}>", markup)
    ]


def test_caches_hold_the_true_values_and_leave_gaps_for_blanks_and_errors() -> None:
    markup = chart_part(CHART)
    assert points(markup, "numCache") == [
        [("0", "500"), ("1", "1200"), ("3", "75.5")],
        [("0", "0.6"), ("1", "0.1875"), ("3", "0.7947019867549668")],
    ]
    names = [("0", "A-001"), ("1", "MB003"), ("2", "商品 é"), ("3", "😀")]
    assert points(markup, "strCache") == [names, names]


def test_a_series_may_be_a_line_on_an_axis_of_its_own() -> None:
    markup = chart_part(CHART)
    assert re.findall("<c:(barChart|lineChart)>", markup) == ["barChart", "lineChart"]
    formats = re.findall('<c:numFmt formatCode="(.*?)" sourceLinked="0"/>', markup)
    assert formats == ["#,##0", "0%"]
    assert markup.count('<c:crosses val="max"/>') == 1


@pytest.mark.parametrize(
    ("kind", "element"),
    [
        ("column", "barChart"),
        ("bar", "barChart"),
        ("line", "lineChart"),
        ("area", "areaChart"),
        ("pie", "pieChart"),
        ("doughnut", "doughnutChart"),
    ],
)
def test_every_kind_is_drawn(kind: str, element: str) -> None:
    chart = replace(CHART, kind=kind, series=(series(),))  # type: ignore[arg-type]
    assert re.findall("<c:([a-z]+Chart)>", chart_part(chart)) == [element]


def test_every_text_names_its_font_for_latin_and_chinese() -> None:
    markup = chart_part(CHART)
    assert markup.count(f'<a:latin typeface="{FONT}"/>') > 0
    assert set(re.findall('<a:(?:latin|ea) typeface="(.*?)"', markup)) == {FONT}
    assert markup.count("<a:latin ") == markup.count("<a:ea ")


def test_bars_stand_in_the_tables_order() -> None:
    markup = chart_part(replace(CHART, kind="bar", series=(series(),)))
    categories, values = (
        re.findall(f"<c:{axis}>(.*?)</c:{axis}>", markup)[0] for axis in ("catAx", "valAx")
    )
    assert '<c:orientation val="maxMin"/>' in categories
    assert '<c:crosses val="max"/>' in values


def test_a_title_that_looks_like_a_cell_stays_text() -> None:
    named = replace(series(), name="Sale!A1")
    markup = chart_part(replace(CHART, title="Sale!A1", series=(named,)))
    assert markup.count("Sale!A1") == 2
    assert "<c:f>Sale!A1" not in markup


def test_a_chart_over_a_hidden_column_shows_it_all_the_same() -> None:
    assert '<c:plotVisOnly val="1"/>' in chart_part(CHART)
    assert "plotVisOnly" not in chart_part(CHART, hidden_columns=(4,))


def test_a_chart_without_title_and_legend_has_neither() -> None:
    markup = chart_part(replace(CHART, title="", legend=False))
    assert '<c:autoTitleDeleted val="1"/>' in markup
    assert "<c:legend>" not in markup


def test_three_kinds_in_one_chart_are_a_problem() -> None:
    chart = replace(CHART, series=(series(), series("line"), series("area")))
    with pytest.raises(WorkbookError, match="PS340 a chart mixes one or two kinds") as caught:
        chart_part(chart)
    assert caught.value.problems[0].where == "sheet '数据 1', cell B11"
