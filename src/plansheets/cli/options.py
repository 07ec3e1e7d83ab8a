"""Arguments and options that several commands share, with what completes them in a shell."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plansheets.cli.misuse import ChoiceType, MisvaluedError
from plansheets.cli.speaking import IN_MESSAGES, AnyCommand, HelpLine, option
from plansheets.words import Words

if TYPE_CHECKING:
    import datetime

    from click.shell_completion import CompletionItem

    from plansheets.blueprint.model import Blueprint

_SOURCE = re.compile(r"\s*([^=\[\]]+(?:\[[^\[\]]*\])?)\s*=(.*)", re.DOTALL)
"""A table, perhaps with what stands in some of its columns, and a file."""

PROFILE = ChoiceType(["excel2016", "excel365"])
THEME = ChoiceType(["ink", "jade", "graphite", "paper"])
LOCALE = ChoiceType(["zh-CN", "en"])
ALLOW_NETWORK = option(
    "--allow-network",
    is_flag=True,
    help=HelpLine(
        "蓝图写了 `allow: [network]` 时，允许公式访问工作簿以外。",
        "Let formulas reach out of the workbook where the blueprint says `allow: [network]`.",
    ),
)
AS_JSON = option(
    "--json",
    "as_json",
    is_flag=True,
    help=HelpLine("输出 JSON，各键见 docs/json.md。", "Print JSON, with the keys of docs/json.md."),
)
AS_SARIF = option(
    "--sarif",
    "as_sarif",
    is_flag=True,
    help=HelpLine(
        "输出 SARIF 2.1.0，供代码平台和 CI 使用。", "Print SARIF 2.1.0, for code hosts and CI."
    ),
)
MESSAGES = option("--locale", type=LOCALE, help=IN_MESSAGES)
OLDEST = option(
    "--profile",
    type=PROFILE,
    default="excel2016",
    show_default=True,
    help=HelpLine(
        "至少要能打开工作簿的最旧版本。", "The oldest program that must open the workbook."
    ),
)
TIMINGS = option(
    "--timings",
    is_flag=True,
    help=HelpLine(
        "在标准错误上说明每一步用了多久。", "Say on standard error how long each pass took."
    ),
)


class DayType(click.ParamType):  # type: ignore[type-arg]  # no generic when it runs
    """A day as people write it: 2024-06-30, 2024/6/30, 2024年6月30日."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        import datetime

        from plansheets.values.days import is_month, read_date
        from plansheets.values.numbers import BadValueError

        text = str(value).strip()
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            pass
        if is_month(text):
            month = Words(
                f"“{text}”是月份：写出其中一天，如 2024-06-30",
                f"'{text}' is a month: name a day of it, as 2024-06-30",
            )
            raise MisvaluedError(month, param)
        try:
            found = read_date(text)
        except BadValueError as error:
            why = error.reason
            raise MisvaluedError(
                Words(f"{why.zh}；写成 2024-06-30", f"{why.en}; write 2024-06-30"), param
            ) from None
        return datetime.date(found.year, found.month, found.day)


DAY = DayType()


def _not_so(text: str, param: click.Parameter) -> Words:
    return Words(f"“{text}”不是 {param.metavar} 的样子", f"'{text}' is not {param.metavar}")


def pairs(_: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Every ``ID=VALUE`` as a mapping; an id given twice is refused, as one value would be lost."""
    found: dict[str, str] = {}
    for text in given:
        id_, equals, value = text.partition("=")
        id_ = id_.strip()
        if not equals or not id_:
            raise MisvaluedError(_not_so(text, param), param)
        if id_ in found:
            raise MisvaluedError(Words(f"“{id_}”给了两次", f"'{id_}' is given twice"), param)
        found[id_] = value
    return found


def sources(
    _: click.Context, param: click.Parameter, given: tuple[str, ...]
) -> dict[str, list[str]]:
    """Every ``TABLE=FILE`` and ``TABLE[COLUMN=VALUE]=FILE``; a table may have several files."""
    found: dict[str, list[str]] = {}
    for text in given:
        match = _SOURCE.fullmatch(text)
        if match is None:
            raise MisvaluedError(_not_so(text, param), param)
        found.setdefault(match[1].strip(), []).append(match[2])
    return found


def complete_blueprints(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Shipped blueprints, and files."""
    from click.shell_completion import CompletionItem

    from plansheets.blueprint.catalog import shipped

    names = [CompletionItem(name) for name in shipped() if name.startswith(incomplete)]
    return [*names, CompletionItem(incomplete, type="file")]


def complete_parameters(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Variants and parameters of the blueprint already on the command line."""
    from click.shell_completion import CompletionItem

    blueprint = _named()
    known = blueprint.parameters if blueprint else ()
    return [
        *complete_variants(ctx, param, incomplete),
        *(
            CompletionItem(f"{parameter.id}=", help=parameter.label("en"))
            for parameter in known
            if parameter.id.startswith(incomplete)
        ),
    ]


def complete_variants(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Every item of every variant of the blueprint already on the command line."""
    from click.shell_completion import CompletionItem

    blueprint = _named()
    return [
        CompletionItem(f"{variant.id}={item}", help=f"{variant.label('en')}: {label('en')}")
        for variant in (blueprint.variants if blueprint else ())
        for item, label in variant.items.items()
        if f"{variant.id}={item}".startswith(incomplete)
    ]


def complete_parts(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The parts that the blueprint already on the command line only offers."""
    from click.shell_completion import CompletionItem

    blueprint = _named()
    offered = [variant.part for variant in (blueprint.variants if blueprint else ())]
    return [CompletionItem(part) for part in offered if part and part.startswith(incomplete)]


def complete_tables(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Tables that data can fill, of the blueprint already on the command line."""
    from click.shell_completion import CompletionItem

    blueprint = _named()
    known = blueprint.tables if blueprint else ()
    return [
        CompletionItem(f"{table.id}=", help=table.title("en"))
        for table in known
        if table.id.startswith(incomplete) and table.filled
    ]


def complete_list_columns(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Columns of the list that ``--each`` names, already on the command line."""
    from click.shell_completion import CompletionItem, split_arg_string

    from plansheets.each.named import columns_of
    from plansheets.errors import PlansheetsError

    blueprint, words = _named(), split_arg_string(os.environ.get("COMP_WORDS", ""))
    if blueprint is None or "--each" not in words[:-1]:
        return []
    try:
        columns = columns_of(words[words.index("--each") + 1], blueprint)
    except PlansheetsError:
        return []
    return [CompletionItem(column) for column in columns if column.startswith(incomplete)]


def _named() -> Blueprint | None:
    """The blueprint that is already on the command line, for the stage or industry chosen there.

    Taken from the words the shell passes on: click has not parsed what stands before an option that
    still lacks its value.
    """
    from click.shell_completion import split_arg_string

    from plansheets.blueprint.catalog import find_blueprint, shipped
    from plansheets.blueprint.read import read_blueprint
    from plansheets.errors import PlansheetsError

    words = split_arg_string(os.environ.get("COMP_WORDS", ""))
    chosen = [after for word, after in pairwise(words) if word == "--set"]
    given = {id_: value for id_, _, value in (one.partition("=") for one in chosen)}
    for word in words:
        if word in shipped() or word.endswith((".yaml", ".yml")):
            try:
                return read_blueprint(find_blueprint(word), given)
            except PlansheetsError:
                return None
    return _of_book(words)


def _of_book(words: Iterable[str]) -> Blueprint | None:
    """The shipped blueprint of a workbook among the *words*."""
    from plansheets.blueprint.catalog import shipped
    from plansheets.blueprint.read import read_blueprint
    from plansheets.errors import PlansheetsError
    from plansheets.life.book import opened_book
    from plansheets.life.recognise import read_manifest

    for word in words:
        path = Path(word)
        if path.suffix.lower() not in (".xlsx", ".xlsm") or not path.is_file():
            continue
        try:
            with opened_book(path) as book:
                manifest = read_manifest(book)
            name = manifest.facts.get("blueprint", "") if manifest else ""
            return read_blueprint(shipped()[name]) if name in shipped() else None
        except PlansheetsError:
            return None
    return None


def set_option(complete: Callable[..., list[CompletionItem]]) -> Callable[[AnyCommand], AnyCommand]:
    """The option that sets parameters, which *complete* completes in a shell."""
    return option(
        "--set",
        "values",
        metavar="PARAM=VALUE",
        multiple=True,
        callback=pairs,
        shell_complete=complete,
        help=HelpLine(
            "设定参数；值照平常的写法（12.5%、8.5万）。可重复。",
            "Set a parameter; values read as people write them (12.5%, 8.5万). Repeatable.",
        ),
    )


def variant_option(what: HelpLine) -> Callable[[AnyCommand], AnyCommand]:
    """The option that chooses items of variants, for *what*."""
    return option(
        "--set",
        "values",
        metavar="VARIANT=ITEM",
        multiple=True,
        callback=pairs,
        shell_complete=complete_variants,
        help=what,
    )


def with_option() -> Callable[[AnyCommand], AnyCommand]:
    """The option that asks for optional parts; it sets the variants that decide on them."""
    return option(
        "--with",
        "parts",
        metavar="PART",
        multiple=True,
        shell_complete=complete_parts,
        help=HelpLine(
            "加入蓝图备选的部分；用 `show` 看有哪些。可重复。",
            "Put in a part that the blueprint only offers; `show` names them. Repeatable.",
        ),
    )


def with_parts(values: dict[str, str], parts: Iterable[str]) -> dict[str, str]:
    """*values* that also ask for the optional *parts*."""
    from plansheets.blueprint.variant import WITH, variant_of

    return {**values, **{variant_of(part): WITH for part in parts}}


def blueprint_option(what: HelpLine) -> Callable[[AnyCommand], AnyCommand]:
    """The option for *what* workbooks were made from that do not carry it."""
    return option(
        "--blueprint", metavar="NAME|FILE.yaml", shell_complete=complete_blueprints, help=what
    )
