import io
import re
import zipfile
from dataclasses import replace
from typing import Literal

import pytest

from plansheets.blueprint.model import ChartKind
from plansheets.errors import WorkbookError
from plansheets.plan.charts import Labels, PlannedChart, PlannedSeries, SeriesLook, TextLook
from plansheets.render.xlsx import write_xlsx
from render_sample import DATA, FONT, PLAN, VALUES, data_range

CHART = DATA.charts[0]
assert CHART.x is not None
assert CHART.y is not None
X, Y = CHART.x, CHART.y


def chart_part(chart: PlannedChart) -> str:
    sheet = replace(DATA, charts=(chart,))
    target = io.BytesIO()
    write_xlsx(replace(PLAN, sheets=(sheet, *PLAN.sheets[1:])), VALUES, target)
    with zipfile.ZipFile(target) as archive:
        return archive.read("xl/charts/chart1.xml").decode()


def series(kind: ChartKind = "column", look: SeriesLook | None = None) -> PlannedSeries:
    return PlannedSeries("销量", data_range(1), data_range(3), kind, look or SeriesLook("112233"))


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


def test_a_series_may_be_a_line_over_columns_on_the_same_axes() -> None:
    markup = chart_part(CHART)
    assert re.findall("<c:(barChart|lineChart)>", markup) == ["barChart", "lineChart"]
    formats = re.findall('<c:numFmt formatCode="(.*?)" sourceLinked="0"/>', markup)
    assert formats == ["#,##0"]
    used = re.findall('<c:axId val="([0-9]+)"/>', markup)
    assert [used.count(one) for one in set(used)] == [3, 3]  # bars, line and the axis itself


@pytest.mark.parametrize(
    ("kind", "element"),
    [
        ("column", "barChart"),
        ("bar", "barChart"),
        ("line", "lineChart"),
        ("area", "areaChart"),
        ("pie", "pieChart"),
        ("doughnut", "doughnutChart"),
        ("scatter", "scatterChart"),
        ("radar", "radarChart"),
    ],
)
def test_every_kind_is_drawn(kind: ChartKind, element: str) -> None:
    chart = replace(CHART, kind=kind, series=(series(kind),))
    assert re.findall("<c:([a-z]+Chart)>", chart_part(chart)) == [element]


@pytest.mark.parametrize(
    ("stack", "grouping"), [("values", "stacked"), ("shares", "percentStacked")]
)
@pytest.mark.parametrize("kind", ["column", "bar", "area"])
def test_series_may_stand_on_top_of_each_other(
    kind: ChartKind, stack: Literal["values", "shares"], grouping: str
) -> None:
    chart = replace(CHART, kind=kind, stack=stack, series=(series(kind), series(kind)))
    markup = chart_part(chart)
    assert f'<c:grouping val="{grouping}"/>' in markup
    assert re.findall('<c:overlap val="(.*?)"/>', markup) == ["100"] * (kind != "area")


def test_an_axis_may_begin_and_end_where_it_is_told() -> None:
    markup = chart_part(replace(CHART, y=replace(Y, minimum=0, maximum=0.5)))
    assert '<c:max val="0.5"/><c:min val="0"/>' in markup


def test_pieces_of_a_ring_carry_their_share_each_in_its_ink() -> None:
    labels = Labels(TextLook(9, "595959"), "share", inks=("FFFFFF", "000000"))
    ring = replace(series("doughnut", SeriesLook(pieces=("112233", "FFEE88"))), labels=labels)
    markup = chart_part(replace(CHART, kind="doughnut", series=(ring,)))
    assert "<c:showPercent" in markup
    found = re.findall("<c:dLbl>(.*?)</c:dLbl>", markup)
    inks = [re.findall('<a:srgbClr val="(.*?)"/>', label) for label in found]
    assert inks == [["FFFFFF"], ["000000"]]


def test_every_text_names_its_font_for_latin_and_chinese() -> None:
    markup = chart_part(CHART)
    assert markup.count(f'<a:latin typeface="{FONT}"/>') > 0
    assert set(re.findall('<a:(?:latin|ea) typeface="(.*?)"', markup)) == {FONT}
    assert markup.count("<a:latin ") == markup.count("<a:ea ")


def test_bars_stand_in_the_tables_order() -> None:
    bars = replace(CHART, kind="bar", x=replace(X, turned=True), series=(series("bar"),))
    markup = chart_part(bars)
    categories, values = (
        re.findall(f"<c:{axis}>(.*?)</c:{axis}>", markup)[0] for axis in ("catAx", "valAx")
    )
    assert '<c:orientation val="maxMin"/>' in categories
    assert '<c:crosses val="max"/>' in values
    assert '<c:tickLblSkip val="1"/>' in categories


def test_a_title_that_looks_like_a_cell_stays_text() -> None:
    named = replace(series(), name="Sale!A1")
    markup = chart_part(replace(CHART, title="Sale!A1", series=(named,)))
    assert markup.count("Sale!A1") == 2
    assert "<c:f>Sale!A1" not in markup


def test_a_chart_over_hidden_columns_shows_them_all_the_same() -> None:
    assert '<c:plotVisOnly val="1"/>' in chart_part(CHART)
    assert '<c:plotVisOnly val="0"/>' in chart_part(replace(CHART, hidden=True))


def test_how_gaps_are_drawn_is_said() -> None:
    assert '<c:dispBlanksAs val="gap"/>' in chart_part(CHART)


def test_a_chart_without_title_and_legend_has_neither() -> None:
    markup = chart_part(replace(CHART, title="", legend=False))
    assert '<c:autoTitleDeleted val="1"/>' in markup
    assert "<c:legend>" not in markup


def test_three_kinds_in_one_chart_are_a_problem() -> None:
    chart = replace(CHART, series=(series(), series("line"), series("area")))
    with pytest.raises(WorkbookError, match="PS340 a chart mixes one or two kinds") as caught:
        chart_part(chart)
    assert caught.value.problems[0].where == "sheet '数据 1', cell B11"
