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
        ("scatter", "scatterChart"),
        ("radar", "radarChart"),
    ],
)
def test_every_kind_is_drawn(kind: str, element: str) -> None:
    chart = replace(CHART, kind=kind, series=(series(),))  # type: ignore[arg-type]
    assert re.findall("<c:([a-z]+Chart)>", chart_part(chart)) == [element]


@pytest.mark.parametrize(
    ("stack", "grouping"), [("values", "stacked"), ("shares", "percentStacked")]
)
@pytest.mark.parametrize("kind", ["column", "bar", "area"])
def test_series_may_stand_on_top_of_each_other(kind: str, stack: str, grouping: str) -> None:
    chart = replace(CHART, kind=kind, stack=stack, series=(series(), series()))  # type: ignore[arg-type]
    markup = chart_part(chart)
    assert f'<c:grouping val="{grouping}"/>' in markup
    assert re.findall('<c:overlap val="(.*?)"/>', markup) == ["100"] * (kind != "area")


def test_a_target_is_a_mark_across_each_column() -> None:
    target = replace(series("line"), target=True)
    markup = chart_part(replace(CHART, series=(series(), target)))
    assert '<c:symbol val="dash"/><c:size val="18"/>' in markup
    assert markup.count("<a:noFill/></a:ln></c:spPr><c:marker>") == 1


def test_values_stand_at_the_foot_of_columns_where_a_mark_may_lie_at_their_end() -> None:
    labelled = replace(series(), labels=True, label_color="FFFFFF")
    markup = chart_part(replace(CHART, series=(labelled, replace(series("line"), target=True))))
    assert '<c:dLblPos val="inBase"/>' in markup


def test_an_axis_may_begin_at_zero() -> None:
    assert '<c:min val="0"/>' in chart_part(replace(CHART, y_minimum=0))


def test_a_target_among_lines_is_dashed() -> None:
    target = replace(series(), target=True)
    markup = chart_part(replace(CHART, kind="line", series=(series(), target)))
    assert markup.count('<a:prstDash val="dash"/>') == 1


def test_lines_differ_in_their_markers_too() -> None:
    three = tuple(replace(series(), name=name) for name in "abc")
    markup = chart_part(replace(CHART, kind="line", series=three))
    assert re.findall('<c:symbol val="(.*?)"/>', markup) == ["circle", "square", "diamond"]


def test_values_are_written_beside_their_bars_and_zeros_are_not() -> None:
    labelled = replace(series(), labels=True, number_format="#,##0")
    markup = chart_part(replace(CHART, kind="bar", series=(labelled,)))
    assert '<c:numFmt formatCode="#,##0;-#,##0;" sourceLinked="0"/>' in markup
    assert '<c:showVal val="1"/>' in markup


def test_pieces_of_a_ring_carry_their_share_in_a_legible_ink() -> None:
    chart = replace(
        CHART,
        kind="doughnut",
        series=(series(),),
        point_colors=("112233", "FFEE88"),
        point_inks=("FFFFFF", "000000"),
    )
    markup = chart_part(chart)
    assert "<c:showPercent" in markup
    labels = re.findall("<c:dLbl>(.*?)</c:dLbl>", markup)
    inks = [re.findall('<a:srgbClr val="(.*?)"/>', label) for label in labels]
    assert inks == [["FFFFFF"], ["000000"]]


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
