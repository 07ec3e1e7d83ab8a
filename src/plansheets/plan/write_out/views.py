"""Views of other tables: columns become formulas, a hidden ranking says which rows come first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from plansheets.blueprint.blocks import Place
from plansheets.blueprint.missing import no_column
from plansheets.blueprint.model import Blueprint, Column, Formula, Rule, Sheet, Table
from plansheets.blueprint.other_columns import Shown
from plansheets.blueprint.rows import Count, Groups, Top
from plansheets.blueprint.types import TYPES, UNREAD
from plansheets.formula.ast import Node, Structured
from plansheets.formula.rewrite import transform, walk
from plansheets.formula.template import template
from plansheets.plan.look.wording import said
from plansheets.plan.report import Report
from plansheets.plan.write_out.groups import FIRST, Grouping, first_of_group
from plansheets.source import Span
from plansheets.words import Words

RANKINGS = "_rankings"
"""The hidden sheet of the rankings; ids begin with a letter, so no other sheet is called this."""

_UNLESS_BLANK = template('IF(cell="", "", cell)')
_NUMBER_OF_ROW = template("ROW()-ROW(header)")
_SMALLEST = template('IF(COUNT(numbers)<place, "", SMALL(numbers, place))')
_LARGEST = template('IF(COUNT(numbers)<place, "", LARGE(numbers, place))')
_ABOVE = template(
    'IF(value="", "", IF(ABS(value-prior(value, value))<=ABS(value)*1E-12, prior(position, 0), 0))'
)
_POSITION = template(
    'IF(above="", "", IFERROR(above+MATCH(value, '
    "INDEX(numbers, above+1):INDEX(numbers, ROWS(numbers)), 0), MATCH(value, numbers, 0)))"
)
_TEXT = template('cell&""')
_IN_ROW = template("INDEX(column, row)")
_BELOW_END = template("row>ROWS(column)")
_IS_BLANK = template('cell=""')
_UNLESS_BEYOND = template('IFERROR(value, "")')
_UNLESS_MISSING = template('IF(missing, "", value)')


def write_out_views(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with every column that shows another written out as a formula.

    A ranking is a hidden table of as many rows as the longest view over the same numbers: it finds
    each number once and then the row it stands in, so that a view costs rows shown × rows looked
    at, whatever the number of its columns.
    """
    rankings: dict[str, Table] = {}
    longest: Counter[str] = Counter()
    written: dict[str, Table] = {}
    for table in sorted(blueprint.tables, key=lambda one: _depth(one, blueprint)):
        source = written.get(table.looks_at) if table.looks_at else None
        if source is None or not _can_rank(table, source, blueprint, report):
            written[table.id] = table
            continue
        if isinstance(top := table.rows, Top) and top.count > longest[_ranking_id(top)]:
            longest[_ranking_id(top)] = top.count
            rankings[_ranking_id(top)] = _ranking(top, source)
        columns = tuple(
            _column(column, table, source, blueprint, report) for column in table.columns
        )
        written[table.id] = replace(table, columns=columns)
    tables = [written[table.id] for table in blueprint.tables]
    if not rankings:
        return replace(blueprint, tables=tuple(tables))
    places = tuple(Place(ranking.id, span=ranking.span) for ranking in rankings.values())
    first = next(iter(rankings.values()))
    sheet = Sheet(
        RANKINGS,
        Words(RANKINGS, RANKINGS),
        places,
        first.span,
        hidden=True,
    )
    return replace(
        blueprint,
        tables=(*tables, *rankings.values()),
        sheets=(*blueprint.sheets, sheet),
    )


def _depth(table: Table, blueprint: Blueprint) -> int:
    """How many tables *table* looks through: what it shows may be shown there in turn."""
    depth, seen = 0, {table.id}
    while table.looks_at is not None and table.looks_at not in seen:
        source = blueprint.table(table.looks_at)
        if source is None:
            break
        depth, table = depth + 1, source
        seen.add(table.id)
    return depth


def _can_rank(table: Table, source: Table, blueprint: Blueprint, report: Report) -> bool:
    """Whether the rows of *source* stand as they are, or have numbers to be ranked by."""
    top = table.rows
    if not isinstance(top, Top):
        return True
    by = source.column(top.by)
    if by is None:
        _no_column(top.by, top.span, source, blueprint, report)
        return False
    if by.type is not UNREAD and by.type.kind not in ("number", "date"):
        report.add(
            "PS320",
            Words(
                f"表“{table.id}”按“{top.by}”排名，它的类型是 {by.type.id}：只有数字和日期才有大小",
                f"table '{table.id}' ranks by '{top.by}', which is {by.type.id}: "
                "only numbers and days have an order",
            ),
            top.span,
            Words(
                f"在“{source.id}”里算出一个数字，如 '=IF(…, -ROW(), \"\")'，再按它排名",
                f"compute a number in '{source.id}', such as '=IF(…, -ROW(), "
                '"")\', and rank by that',
            ),
        )
        return False
    return True


def _no_column(id_: str, span: Span, source: Table, blueprint: Blueprint, report: Report) -> None:
    if not blueprint.excuses(id_, source.id):
        report.note(no_column(id_, source.id, source.column_ids, span))


def _ranking_id(top: Top) -> str:
    return f"_{top.table}_by_{top.by}{'_up' * top.ascending}"


def _ranking(top: Top, source: Table) -> Table:
    """Which numbers come first, and the row of the table that each stands in.

    Equal numbers are looked for below the row before: so many rows are ``above``. Programs differ
    in whether ``=`` and MATCH see the 16th digit: what is all but equal and not found below is
    looked for from the top.
    """
    id_ = _ranking_id(top)
    whole = Structured(source.id, "data", top.by)
    value, above, position = (
        Structured(id_, "this row", one) for one in ("value", "above", "position")
    )
    ranked = _SMALLEST if top.ascending else _LARGEST
    ranks = ranked(numbers=whole, place=_number_of_row(id_, "value"))
    start = _ABOVE(value=value, position=position)
    row = _POSITION(value=value, above=above, numbers=whole)
    by = source.column(top.by)
    assert by is not None
    return Table(
        id=id_,
        title=said("ranking", table=source.title, column=by.label),
        span=top.span,
        columns=(
            Column(
                "value",
                by.type,
                said("ranked value"),
                top.span,
                "formula",
                Formula.made(ranks, top.span),
            ),
            Column(
                "above",
                TYPES["count"],
                said("ranked above"),
                top.span,
                "formula",
                Formula.made(start, top.span),
            ),
            Column(
                "position",
                TYPES["count"],
                said("ranked row"),
                top.span,
                "formula",
                Formula.made(row, top.span),
            ),
        ),
        rows=Count(top.count),
    )


def _column(
    column: Column, table: Table, source: Table, blueprint: Blueprint, report: Report
) -> Column:
    shows = column.shows
    if shows is None:
        return column
    shown = source.column(shows.column)
    if shown is None:
        _no_column(shows.column, shows.span, source, blueprint, report)
        return column
    taken = {field: getattr(shown, field) for field in shows.inherited}
    if "rules" in taken:
        taken["rules"] = tuple(_rules(shown.rules, table, source))
    for field in shows.inherited & {"unit_from", "comparator_from"}:
        taken[field] = _beside(taken[field], column, shown, table, report)
    made = replace(column, **taken)
    how = made.how or said("shown column", table=source.title, column=shown.label)
    text = made.type.kind == "text"
    formula = Formula.made(_looked_up(table, source, shows, text=text), shows.span)
    return replace(made, how=how, formula=formula)


def _beside(
    wanted: str | None, column: Column, shown: Column, table: Table, report: Report
) -> str | None:
    """The column of the view that shows *wanted*, which says how *column* looks."""
    if wanted is None or column.number_format is not None:
        return None
    for one in table.columns:
        if one.shows is not None and one.shows.column == wanted:
            return one.id
    report.add(
        "PS320",
        Words(
            f"表“{table.id}”的列“{column.id}”显示“{shown.id}”，后者的格式由"
            f"“{wanted}”决定，而这张表没有显示它",
            f"column '{column.id}' of table '{table.id}' shows '{shown.id}', "
            f"whose numbers look as '{wanted}' says, and the table does not "
            "show that",
        ),
        column.shows.span if column.shows else column.span,
        Words(
            f"加上 {{id: {wanted}, from: {wanted}, hidden: true}}，或给“{column.id}”写“format”",
            f"add {{id: {wanted}, from: {wanted}, hidden: true}}, or give '{column.id}' a 'format'",
        ),
    )
    return None


def _rules(rules: Iterable[Rule], table: Table, source: Table) -> Iterable[Rule]:
    """Those of *rules* that look at nothing but columns which the view shows too."""
    own = {column.shows.column: column.id for column in table.columns if column.shows is not None}

    def rewritten(node: Node) -> Node:
        match node:
            case Structured(rows="this row", first=str(first), last=None):
                return replace(node, table=table.id, first=own[first])
            case Structured(table=None):
                return replace(node, table=source.id)
            case _:
                return node

    for rule in rules:
        tree = rule.formula.tree
        here = [
            part for part in walk(tree) if isinstance(part, Structured) and part.rows == "this row"
        ]
        if all(part.first in own and part.last is None for part in here):
            yield Rule(rule.mean, replace(rule.formula, tree=transform(tree, rewritten)))


def _looked_up(table: Table, source: Table, shows: Shown, *, text: bool) -> Node:
    """What stands in the row of *source* that this row shows; blank where it is blank."""
    column = Structured(source.id, "data", shows.column)
    number = _number_of_row(table.id, table.columns[0].id)
    match table.rows:
        case Groups(by=by):
            grouping = Grouping(source, by)
            cell = first_of_group(column, table, grouping)
            if not grouping.together:
                return _UNLESS_BEYOND(value=_TEXT(cell=cell) if text else _UNLESS_BLANK(cell=cell))
            missing = _IS_BLANK(cell=Structured(None, "this row", FIRST))
        case Top():
            position = Structured(_ranking_id(table.rows), "data", "position")
            row = _IN_ROW(column=position, row=number)
            cell = _IN_ROW(column=column, row=row)
            missing = _IS_BLANK(cell=row)
        case _:
            cell = _IN_ROW(column=column, row=number)
            missing = _BELOW_END(row=number, column=column)
    value = _TEXT(cell=cell) if text else _UNLESS_BLANK(cell=cell)
    return _UNLESS_MISSING(missing=missing, value=value)


def _number_of_row(table: str, column: str) -> Node:
    """The number of the formula's own row in its table, from 1."""
    return _NUMBER_OF_ROW(header=Structured(table, "headers", column))
