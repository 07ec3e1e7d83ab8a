"""What a chart shows, as a sentence that its numbers make: the title that states the fact.

Each sentence is worked out in a few cells of a hidden sheet, so that no formula is long.
"""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.chart import Chart
from plansheets.blueprint.types import Type
from plansheets.formula.ast import Cell, CellRange, Node
from plansheets.formula.template import Template, template
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.look.compact import compact_text
from plansheets.plan.look.wording import say
from plansheets.records import dataclass
from plansheets.words import Locale

_ROUND = frozenset({"pie", "doughnut"})

LAST = {
    False: template("SUMPRODUCT(MAX(ISNUMBER(values)*(ROW(values)-MIN(ROW(values))+1)))"),
    True: template("SUMPRODUCT(MAX(ISNUMBER(values)*(COLUMN(values)-MIN(COLUMN(values))+1)))"),
}
"""Which value is the last one, down a column or along a row."""
_HIGHEST = template("IF(COUNT(values)=0, 0, MATCH(MAX(values), values, 0))")
_LOWEST = template("IF(COUNT(values)=0, 0, MATCH(MIN(values), values, 0))")
_AT = template('IF(place=0, "", INDEX(values, place))')
_TEXT_AT = template('IF(place=0, "", TEXT(INDEX(values, place), written))')
_GAP_AT = template(
    "IF(AND(ISNUMBER(INDEX(values, point)), N(INDEX(wanted, point))>0), "
    'ROUND(INDEX(values, point)/INDEX(wanted, point)-1, 6), "")'
)
_BELOW = template('COUNTIF(gaps, "<0")')
_ABOVE = template('COUNTIF(gaps, ">0")')
_FURTHEST = template(
    "IF(missed>0, furthest, closest)&"
    '(name&(opens&(TEXT(ROUND(gap, 3), "+0.0%;-0.0%;0.0%")&closes)))'
)
_SHARE = template('IF(SUM(values)=0, "", TEXT(ROUND(value/SUM(values), 3), "0.0%"))')

_VALUE = template('name&" "&said')
_LAST = template("name&(word&said)")
_HELD = template('one&IF(N(wanted)=0, "", other)')
_AMOUNTS = template(
    "IF(ROUND(value-wanted, decimals)=0, even, IF(value>wanted, more, less)&"
    '(gap&(opens&(TEXT(ROUND(value/wanted-1, 3), "+0.0%;-0.0%;0.0%")&closes))))'
)
_SHARES = template("IF(ROUND(value-wanted, decimals)=0, even, IF(value>wanted, more, less)&gap)")
_POINTS = template('TEXT(ROUND(ABS(value-wanted)*100, 1), "#,##0.0")&points')
_GAP = template("ABS(value-wanted)")
_PEAK = template("IF(place=other, itself, peak&(said&(opens&(name&closes))))")
_COUNTED = template("IF(missed=0, none, missed&(of&(COUNT(values)&some)))")
_TOGETHER = template("one&other")
_UNLESS = template('IF(place=0, "", sentence)')


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a chart draws: the names along its axis, its values, and what these are to reach."""

    names: Node
    values: Node
    type: Type
    number_format: str
    points: int
    across: bool
    """Whether they stand in a row of a period grid."""
    name_format: str | None = None
    """How names are shown that are days or numbers."""
    wanted: Node | None = None
    wanted_name: str = ""
    ceiling: bool = False
    """Whether what is wanted is not to be passed."""
    called: str = ""
    """What the values are, where the chart shows others as well."""
    marked: tuple[str, ...] = ()
    """What the values are held against, where no legend names it."""


def place_fact(canvas: Canvas, chart: Chart, drawn: Drawn, locale: Locale) -> Cell | None:
    """The cell with what *chart* shows; None where it shows no single thing."""
    if chart.fact is not None:
        return put_behind(canvas, chart.fact.tree)
    if not states_a_fact(chart):
        return None
    _Sentence(canvas, drawn, locale).sentence(chart)
    return Cell(canvas.row - 1, 0, canvas.title, row_absolute=True, column_absolute=True)


def states_a_fact(chart: Chart) -> bool:
    """Whether the numbers of *chart* make one sentence: parts of a whole and clouds do not."""
    return chart.stack is None and chart.kind != "scatter"


def put_behind(canvas: Canvas, formula: Node) -> Cell:
    """A cell of the hidden sheet, the next one down."""
    cell = canvas.put(canvas.row, 0, canvas.theme.cell, formula=formula)
    canvas.row += 1
    return cell


def within_a_sentence(label: str) -> str:
    """A label as it is written in the middle of a sentence.

    >>> within_a_sentence("Due to date"), within_a_sentence("GMV goal"), within_a_sentence("目标")
    ('due to date', 'GMV goal', '目标')
    """
    first, rest = label[:1], label[1:]
    return first.lower() + rest if rest[:1].islower() else label


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The cells that one sentence is made from."""

    canvas: Canvas
    drawn: Drawn
    locale: Locale

    def sentence(self, chart: Chart) -> None:
        """Put the sentence into the last of its cells."""
        if chart.kind in _ROUND:
            self._part()
        elif chart.along == "time":
            self._last_of_all()
        elif self.drawn.wanted is not None:
            self._how_many_miss()
        else:
            self._ends()

    def _part(self) -> None:
        """The largest part of a whole."""
        place, name, value = self._point(_HIGHEST)
        said = self._put(_SHARE(value=value, values=self.drawn.values))
        share = _TOGETHER(one=self._words("has share"), other=said)
        self._put(_UNLESS(place=place, sentence=_TOGETHER(one=name, other=share)))

    def _last_of_all(self) -> None:
        """The last value, held against what it was to reach, or against the highest."""
        drawn = self.drawn
        place, name, value = self._point(LAST[drawn.across])
        begun = _LAST(name=name, word=self._words("last is"), said=self._said(value))
        if drawn.wanted is None:
            if drawn.called:
                begun = _LAST(name=name, word=self._words("its last is"), said=self._said(value))
            other, peak, most = self._point(_HIGHEST)
            ended = _PEAK(
                place=place,
                other=other,
                itself=self._words("is highest"),
                peak=self._words("highest was"),
                said=self._said(most),
                name=peak,
                opens=self._words("opens"),
                closes=self._words("closes"),
            )
            self._put(_UNLESS(place=place, sentence=_TOGETHER(one=begun, other=ended)))
            return
        wanted = self._put(_AT(values=drawn.wanted, place=place))
        ended = self._against(value, wanted)
        self._put(_UNLESS(place=place, sentence=_HELD(one=begun, wanted=wanted, other=ended)))

    def _against(self, value: Node, wanted: Node) -> Node:
        """By how much a value lies above or below what was wanted."""
        measure = self.drawn.type.measure
        amount = measure in ("money", "count")
        held = {
            "value": value,
            "wanted": wanted,
            "decimals": 3 if measure == "percent" else 2,
            "even": self._words("even with"),
            "more": self._words("more than" if amount else "higher than"),
            "less": self._words("less than" if amount else "lower than"),
        }
        if amount:
            gap = self._said(_GAP(value=value, wanted=wanted))
            opens, closes = self._words("opens"), self._words("closes")
            return _AMOUNTS(**held, gap=gap, opens=opens, closes=closes)
        if measure == "percent":
            points = say("points", self.locale)
            return _SHARES(**held, gap=_POINTS(value=value, wanted=wanted, points=points))
        return _SHARES(**held, gap=self._said(_GAP(value=value, wanted=wanted)))

    def _how_many_miss(self) -> None:
        """How many things lie below what they are to reach, or above what they are not to pass, and
        which lies furthest off.
        """
        drawn = self.drawn
        assert drawn.wanted is not None
        gaps = self._gaps(drawn.wanted)
        worst, off = (_HIGHEST, _ABOVE) if drawn.ceiling else (_LOWEST, _BELOW)
        side = "above" if drawn.ceiling else "below"
        place = self._put(worst(values=gaps))
        name = self._put(self._name(place))
        missed = self._put(off(gaps=gaps))
        counted = _COUNTED(
            missed=missed,
            none=self._words(f"none {side}"),
            of=say("of so many", self.locale),
            values=gaps,
            some=self._words(f"some {side}"),
        )
        furthest = _FURTHEST(
            missed=missed,
            furthest=self._words(f"furthest {side} is"),
            closest=self._words("closest is"),
            name=name,
            opens=self._words("opens"),
            gap=self._put(_AT(values=gaps, place=place)),
            closes=self._words("closes"),
        )
        self._put(_UNLESS(place=place, sentence=_TOGETHER(one=counted, other=furthest)))

    def _gaps(self, wanted: Node) -> Node:
        """How far each value lies from what is wanted of it, as a share, in cells of their own."""
        canvas, column = self.canvas, self.canvas.last_column + 1
        for point in range(1, self.drawn.points + 1):
            gap = _GAP_AT(values=self.drawn.values, wanted=wanted, point=point)
            last = canvas.put(point, column, canvas.theme.cell, formula=gap)
        return CellRange(canvas.reference(1, column), replace(last, sheet=None))

    def _ends(self) -> None:
        """The highest and the lowest."""
        place, top, most = self._point(_HIGHEST)
        _, bottom, least = self._point(_LOWEST)
        high = self._put(_UNLESS(place=place, sentence=_VALUE(name=top, said=self._said(most))))
        low = self._put(_UNLESS(place=place, sentence=_VALUE(name=bottom, said=self._said(least))))
        counted = self.drawn.type.measure == "count"
        begins = "most" if counted else "highest"
        begins = f"its {begins} is" if self.drawn.called else f"{begins} is"
        ends = "fewest is" if counted else "lowest is"
        highest = _TOGETHER(one=self._words(begins), other=high)
        lowest = _TOGETHER(one=self._words(ends), other=low)
        self._put(_UNLESS(place=place, sentence=_TOGETHER(one=highest, other=lowest)))

    def _point(self, which: Template) -> tuple[Cell, Cell, Cell]:
        """Where a point stands, its name and its value."""
        place = self._put(which(values=self.drawn.values))
        value = _AT(values=self.drawn.values, place=place)
        return place, self._put(self._name(place)), self._put(value)

    def _name(self, place: Node) -> Node:
        """What the point at *place* is called."""
        names, written = self.drawn.names, self.drawn.name_format
        if written is None:
            return _AT(values=names, place=place)
        return _TEXT_AT(values=names, place=place, written=written)

    def _said(self, number: Node) -> Node:
        return compact_text(number, self.drawn.type, self.drawn.number_format, self.locale)

    def _words(self, key: str) -> str:
        target, called = map(within_a_sentence, (self.drawn.wanted_name, self.drawn.called))
        return say(key, self.locale).format(target=target, called=called)

    def _put(self, formula: Node) -> Cell:
        return put_behind(self.canvas, formula)
