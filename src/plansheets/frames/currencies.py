"""The currency that a file says of its amounts, held against that of the columns they go to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce

from plansheets.blueprint.model import Blueprint, Column, ItemList
from plansheets.errors import Problem
from plansheets.frames.conversion import Codes, Conversion, cell_currency
from plansheets.frames.header_units import noted_words, unit_scale
from plansheets.frames.headers import Match, Spread, told_power
from plansheets.frames.work import Work, is_read
from plansheets.records import dataclass
from plansheets.values.currencies import (
    NO_CURRENCY,
    currency_in_format,
    currency_in_header,
    currency_of,
    written_codes,
)
from plansheets.values.numbers import ShownMoney, header_scale, shown
from plansheets.values.written import fold, is_missing
from plansheets.words import Words

_COLUMNS = frozenset(
    ["currency", "currencycode", "presentmentcurrency", "币种", "货币", "货币代码", "币别"]
)
"""Folded headers of columns that name the currency of each row."""


@dataclass(frozen=True, slots=True)
class _NamedCurrency:
    """A currency that a file names, and where: above all rows where there is no row."""

    text: str
    """What people see there: a header, a cell, a note."""
    word: str
    codes: Codes
    place: int | None
    row: int | None = None

    @property
    def code(self) -> str:
        """The code that messages suggest."""
        return written_codes(self.codes).partition("/")[0]


def settle_currencies(work: Work) -> None:
    """Refuse amounts of another currency than their column's, or have them converted at a rate.

    Amounts of which a file says nothing are those of the workbook. Where a column of its own says
    one currency of all rows, as shops write it beside every order, they stand as they are, and it
    is told.
    """
    note = _read_note(work)
    beside = next((one for one in work.header.rest if names_currencies(one[1])), None)
    columns = list(_columns(work))
    named = {column.place: list(_named(work, column)) for column in columns}
    whole = note or _of_file(named.values())
    open_: list[tuple[Match | Spread, _NamedCurrency]] = []
    foreign: dict[_NamedCurrency, list[Match]] = {}
    kept: dict[_NamedCurrency, list[Match]] = {}
    for column in columns:
        said = named[column.place]
        if beside and not any(one.row is None for one in said):
            said += _beside(work, column, *beside)
        elif whole and not said and _holds_money(column):
            said = [whole]
        own = NO_CURRENCY
        if isinstance(column, Match):
            own = currency_of_column(work, column.column)
        said = _convert(work, column, said, own)
        if not own:
            open_ += ((column, one) for one in said)
        elif isinstance(column, Match):
            throughout = beside is not None and [one.place for one in said] == [beside[0]]
            if throughout:
                work.currency = said[0].codes
            others = [one for one in said if own.isdisjoint(one.codes)]
            if others:
                told = kept if throughout else foreign
                told.setdefault(others[0], []).append(column)
    for one, matches in foreign.items():
        _refuse(work, one, matches)
    for one, matches in kept.items():
        _keep(work, one, matches)
    _compare(work, open_)


def names_currencies(header: str) -> bool:
    """Whether a *header* is that of a column which names the currency of each row."""
    return fold(header) in _COLUMNS


def currency_of_column(work: Work, column: Column) -> Codes:
    """The codes that amounts of a blueprint's *column* may have; none where nothing says it."""
    if column.unit_from:
        unit = work.table.column(column.unit_from)
        items = work.list_of(unit) if unit else None
        return _in_list(items) if items else NO_CURRENCY
    words = list(column.unit.by_locale.values()) if column.unit else []
    found = [currency_in_header(f"({one})")[1] for one in words]
    found += [currency_in_header(one)[1] for one in column.label.by_locale.values()]
    if column.number_format:
        shown = column.number_format.by_locale.values()
        found += [currency_of(currency_in_format(one)) for one in shown]
    return _together(found)


def _in_list(items: ItemList) -> Codes:
    """The codes that the units of a list may be, of all that are money."""
    of_items = (
        _together(currency_of(one) for one in (item.id, *item.label.by_locale.values()))
        for item in items.items
    )
    return frozenset[str]().union(*of_items)


def _currency_of_blueprint(blueprint: Blueprint) -> Codes:
    """The codes that a *blueprint* names with its parameters, metrics and units, if it agrees."""
    units = [one.unit for one in blueprint.parameters] + [one.unit for one in blueprint.metrics]
    words = [word for unit in units if unit for word in unit.by_locale.values()]
    found = [currency_in_header(f"({word})")[1] for word in words]
    found += [_in_list(items) for items in blueprint.lists]
    said = [one for one in found if one]
    return reduce(frozenset.intersection, said) if said else NO_CURRENCY


def _together(found: Iterable[Codes]) -> Codes:
    """What several words mean together: 元 and CNY are CNY."""
    said = [one for one in found if one]
    if not said:
        return NO_CURRENCY
    return reduce(frozenset.intersection, said) or reduce(frozenset.union, said)


def _columns(work: Work) -> Iterator[Match | Spread]:
    for match in work.header.matches:
        if match.column.type.measure in ("money", "plain") and is_read(match, work.table):
            yield match
    yield from work.header.spreads


def _named(work: Work, column: Match | Spread) -> Iterator[_NamedCurrency]:
    """Every currency that a *column* itself names, each where it is named first."""
    word, codes = currency_in_header(column.written)
    if codes:
        yield _NamedCurrency(column.written, word, codes, column.place)
    known = set()
    for row, cell in enumerate(work.cells(column)):
        word, own = cell_currency(cell)
        if own and own not in known:
            known.add(own)
            text = f"{word}{cell:,.15g}" if isinstance(cell, ShownMoney) else str(cell)
            yield _NamedCurrency(text, word, own, column.place, row)


def _of_file(named: Iterable[Sequence[_NamedCurrency]]) -> _NamedCurrency | None:
    """The one currency that some columns name: that of the others, too."""
    said = [one for column in named for one in column]
    together = reduce(frozenset.intersection, (one.codes for one in said)) if said else None
    return said[0] if together else None


def _beside(
    work: Work, column: Match | Spread, place: int, header: str
) -> Iterator[_NamedCurrency]:
    """What the column at *place*, which names each row's currency, says of a *column*."""
    if not isinstance(column, Spread) and not _holds_money(column):
        return
    rows: dict[str, int] = {}
    for row, cell in enumerate(work.cells_at(place)):
        if isinstance(cell, str):
            rows.setdefault(cell.strip(), row)
    for word, row in rows.items():
        if codes := currency_of(word):
            yield _NamedCurrency(header, word, codes, place, row)


def _holds_money(column: Match | Spread) -> bool:
    return isinstance(column, Match) and column.column.type.measure == "money"


def _convert(
    work: Work, column: Match | Spread, said: list[_NamedCurrency], own: Codes
) -> list[_NamedCurrency]:
    """Have the amounts of a *column* converted that have a rate; what is *said* of the others."""
    rates: dict[Codes, float] = {}
    for one in said:
        if isinstance(column, Spread) and one.place != column.place:
            continue  # which of a wide file's columns are money, only they themselves say
        known = [work.hints.rates[code] for code in one.codes if code in work.hints.rates]
        if len(known) == 1 and own.isdisjoint(one.codes):
            rates[one.codes] = known[0]
            work.currencies.append(f"{one.word} × {known[0]:g}")
    if rates:
        above = next((one.codes for one in said if one.row is None), NO_CURRENCY)
        elsewhere = [one.place for one in said if one.row is not None and one.place != column.place]
        in_cells = any(one.row is not None and one.place == column.place for one in said)
        if in_cells and not above and not elsewhere:
            _refuse_bare(work, column, said[0])
        work.conversions[column.place] = Conversion(
            column.place, rates, above, next(iter(elsewhere), None), in_cells
        )
    return [one for one in said if one.codes not in rates]


def _refuse_bare(work: Work, column: Match | Spread, one: _NamedCurrency) -> None:
    """Refuse amounts without a currency beside amounts that are to be converted."""
    bare = next(
        (row for row, cell in enumerate(work.cells(column)) if _is_bare(cell)),
        None,
    )
    if bare is None:
        return
    cell = shown(work.lines[bare][column.place])
    work.asked.add(column.place)
    work.problem(
        "PS456",
        Words(
            f"“{shown(one.text)}”是 {one.code}，{work.row_named(bare).zh}的“{cell}”没有写货币",
            f"'{shown(one.text)}' is {one.code}, and '{cell}' in {work.row_named(bare).en} names no"
            " currency",
        ),
        Words(
            f"都是 {one.code} 的，写进表头：{column.written}（{one.code}）；不是的，逐个写明",
            f"where all are {one.code}, name the column '{column.written} ({one.code})'; else name "
            "the currency of each",
        ),
        column,
    )


def _is_bare(cell: object) -> bool:
    if is_missing(cell) or isinstance(cell, bool) or cell_currency(cell)[1]:
        return False
    return isinstance(cell, int | float) or any(sign in str(cell) for sign in "123456789")


def _refuse(work: Work, one: _NamedCurrency, matches: Sequence[Match]) -> None:
    due = written_codes(currency_of_column(work, matches[0].column))
    work.asked.update(match.place for match in matches)
    labels = _labels(matches)
    code = written_codes(one.codes)
    work.problems.append(
        Problem.told(
            "PS455",
            Words(
                f"“{shown(one.text)}”写的是 {code}，不是{labels.zh}的 {due}",
                f"'{shown(one.text)}' says {code}, not the {due} of {labels.en}",
            ),
            hint=Words(
                f"用 --rate {one.code}=… 说明 1 {one.code} 折多少 {due}，或导出 {due} 的数；"
                "写错了的，改文件",
                f"say what one {one.code} is with --rate {one.code}=…, or export amounts in {due}; "
                "correct the file where it is wrong",
            ),
            where=_where(work, one),
        )
    )


def _keep(work: Work, one: _NamedCurrency, matches: Sequence[Match]) -> None:
    """Tell amounts that stand as they are: a shop's whole export is in its currency."""
    due = written_codes(currency_of_column(work, matches[0].column))
    labels = _labels(matches)
    work.currencies.append(one.word)
    work.notice(
        "PS457",
        Words(
            f"“{shown(one.text)}”都是 {one.word}，照原样读入以 {due} 计的{labels.zh}",
            f"'{shown(one.text)}' says {one.word} of all amounts; they stand as they are under the "
            f"{due} of {labels.en}",
        ),
        _rate_hint(one, due),
    )


def _labels(matches: Sequence[Match]) -> Words:
    columns = [match.column for match in matches]
    return Words(
        "、".join(f"“{column.label.zh}”" for column in columns),
        ", ".join(f"'{column.label.en}'" for column in columns),
    )


def _rate_hint(one: _NamedCurrency, due: str) -> Words:
    return Words(
        f"用 --rate {one.code}=… 说明 1 {one.code} 折多少 {due}",
        f"say what one {one.code} is in {due} with --rate {one.code}=…",
    )


def _compare(work: Work, open_: list[tuple[Match | Spread, _NamedCurrency]]) -> None:
    """Hold amounts against each other whose columns are in no currency of their own."""
    if not open_:
        return
    first = open_[0][1]
    together = first.codes
    for other, one in open_[1:]:
        if together.isdisjoint(one.codes):
            _tell_two(work, first, one)
            work.asked.add(other.place)
            return
        together &= one.codes
    work.currency = together
    home = _currency_of_blueprint(work.blueprint)
    if home.isdisjoint(together):
        work.currencies.append(first.word)
    if home and home.isdisjoint(together):
        due = written_codes(home)
        work.notice(
            "PS457",
            Words(
                f"金额是 {first.word}，照原样读入；工作簿里别处的金额以 {due} 计",
                f"amounts are {first.word} and stand as they are; others of the workbook are in "
                f"{due}",
            ),
            _rate_hint(first, due),
        )


def _tell_two(work: Work, one: _NamedCurrency, two: _NamedCurrency) -> None:
    first, second = shown(one.text), shown(two.text)
    if first == second:
        first, second = one.word, two.word
    work.problems.append(
        Problem.told(
            "PS456",
            Words(
                f"“{first}”和“{second}”不是一种货币",
                f"'{first}' and '{second}' are two currencies",
            ),
            hint=Words(
                f"按一种货币导出，或用 --rate {two.code}=… 折算",
                f"export one currency, or have it converted with --rate {two.code}=…",
            ),
            where=_where(work, two),
        )
    )


def _where(work: Work, one: _NamedCurrency) -> Words:
    if one.place is None:
        return Words(work.raw.name, work.raw.name)
    column = work.column_named(Spread(one.word, one.place, one.text))
    if one.row is None:
        return column
    row = work.row_named(one.row)
    return Words(f"{column.zh} {row.zh}", f"{column.en}, {row.en}")


def _read_note(work: Work) -> _NamedCurrency | None:
    """What a note above the table says of all amounts: ``单位：万元`` multiplies them, too."""
    found = None
    for row in work.raw.rows[: work.header.row]:
        for cell in row:
            if not isinstance(cell, str) or not (words := noted_words(cell)):
                continue
            codes = currency_in_header(f"({words})")[1]
            if codes:
                found = _NamedCurrency(cell.strip(), words, codes, None)
            _scale(work, cell.strip(), words)
    return found


def _scale(work: Work, note: str, words: str) -> None:
    power, measure = header_scale(fold(words)) or (0, "money")
    if not power or measure not in ("money", "plain"):
        return
    if work.header.spreads:
        work.problem(
            "PS458",
            Words(
                f"表头上方写着“{note}”，没有说是哪几列",
                f"'{note}' above the table does not say which columns it is about",
            ),
            Words(
                "写进金额各列的表头，如“支付金额（万元）”，并删掉这行说明",
                "write it into the headers of amounts, as in 'Sales (万元)', and take the note out",
            ),
        )
        return
    matches = []
    for match in work.header.matches:
        if (
            _holds_money(match)
            and unit_scale(fold(match.written)) is None
            and is_read(match, work.table)
        ):
            bare = power - match.powers.own
            work.notice("PS438", told_power(f"{match.written} · {note}", bare))
            match = replace(match, powers=match.powers._replace(bare=bare))  # noqa: PLW2901
        matches.append(match)
    work.header = replace(work.header, matches=tuple(matches))
