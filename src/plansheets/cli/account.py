"""What became of the data files of a build, in a few lines each, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.errors import Problem
    from plansheets.flow import Built
    from plansheets.frames.read_file import ReadFile
    from plansheets.words import Locale

MOST_NAMES = 12
_SEPARATORS = {"\t": Words("制表符", "tabs")}
_ORDERS = {
    "day-first": Words("日期先日后月", "days before months"),
    "month-first": Words("日期先月后日", "months before days"),
}


def tell_accounts(files: Iterable[ReadFile], locale: Locale) -> None:
    """How each file was read, on standard error."""
    for file in files:
        for line in _lines(file, locale):
            click.echo(line, err=True)


def tell_samples(built: Built, locale: Locale) -> None:
    """Beside the user's own data: which tables hold sample rows, or wait for rows of theirs."""
    if not built.data:
        return
    for tables, what in (
        (built.samples, Words("仍是示例数据：", "still sample data: ")),
        (built.left_blank, Words("没有给数据，留空：", "left blank, without data: ")),
    ):
        if tables:
            between = Words("、", ", ")(locale)
            click.echo(what(locale) + between.join(one(locale) for one in tables), err=True)


def built_json(built: Built) -> dict[str, Any]:
    """A workbook that was built, with the keys of docs/json.md."""
    return {
        "path": str(built.path),
        "beside": str(built.beside) if built.beside else None,
        "blueprint": built.blueprint,
        "version": built.version,
        "locale": built.locale,
        "profile": built.profile,
        "tables": dict(built.tables),
        "formulas": built.formulas,
        "data": [asdict(file) for file in built.data],
        "samples": [one(built.locale) for one in built.samples],
        "left_blank": [one(built.locale) for one in built.left_blank],
        "warnings": [problem_json(one, built.locale) for one in built.warnings],
    }


def problem_json(problem: Problem, locale: Locale) -> dict[str, Any]:
    """A problem of a build, with the keys of docs/json.md."""
    said = problem.said(locale)
    return {"code": said.code, "message": said.message, "where": said.where, "hint": said.hint}


def _lines(file: ReadFile, locale: Locale) -> Iterator[str]:
    rows = Words(
        f"{file.file} → {file.table}：读 {file.rows_read:,} 行，成 {file.rows:,} 行",
        f"{file.file} → {file.table}: {file.rows_read:,} "
        f"{'row' if file.rows_read == 1 else 'rows'} read, {file.rows:,} in the table",
    )
    yield rows(locale)
    how = ", ".join(words(locale) for words in _how(file))
    used = [f"{head} → {column}" for head, column in file.used.items()]
    missing = [f"{head} {count:,}" for head, count in file.missing.items()]
    for title, names in (
        (Words("读法", "read as"), [how]),
        (Words("用到", "used   "), used),
        (Words("未用", "left   "), list(file.left)),
        (Words("个人", "private"), list(file.personal)),
        (Words("缺值", "missing"), missing),
    ):
        if names:
            yield f"  {title(locale)}  {_listed(names, locale)}"


def _how(file: ReadFile) -> Iterator[Words]:
    if file.encoding:
        yield Words(file.encoding, file.encoding)
    if file.separator:
        sign = _SEPARATORS.get(file.separator, Words(f"“{file.separator}”", f"'{file.separator}'"))
        yield Words(f"以{sign.zh}分隔", f"{sign.en} between fields")
    if file.decimal:
        sign = Words(f"“{file.decimal}”", f"'{file.decimal}'")
        yield Words(f"小数点{sign.zh}", f"{sign.en} before decimals")
    if file.dates:
        yield _ORDERS.get(file.dates, Words(file.dates, file.dates))
    if file.currency:
        yield Words(f"金额为 {file.currency}", f"amounts in {file.currency}")
    yield Words(f"表头在第 {file.header_row} 行", f"header in row {file.header_row}")


def _listed(names: list[str], locale: Locale) -> str:
    more = len(names) - MOST_NAMES
    said = ", ".join(names[:MOST_NAMES])
    return said if more <= 0 else said + Words(f" 等 {len(names)} 个", f" and {more} more")(locale)
