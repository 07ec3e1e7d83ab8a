"""Today's blueprint of a workbook that was made before, and how it is to be built again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from plansheets.anew.held import OldBook
from plansheets.anew.results import Leftover
from plansheets.blueprint.catalog import find_blueprint, shipped
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import examine_blueprint, examine_carried
from plansheets.errors import BlueprintError, Problem, WorkbookError, nearest
from plansheets.flow import Ready, prepare
from plansheets.life.carried import DamagedError, unpack
from plansheets.plan.choices import DEFAULT_THEME
from plansheets.plan.model import Profile
from plansheets.records import dataclass
from plansheets.words import LOCALES, Locale, Words


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be otherwise than in the old workbook; None leaves it as it was."""

    blueprint: str | Path | None = None
    locale: Locale | None = None
    theme: str | None = None
    brand: str | None = None
    profile: Profile | None = None
    allow_network: bool = False
    variants: Mapping[str, object] = field(default_factory=dict)
    """Items of variants, such as another stage, by the variant's id."""


def ready_of(old: OldBook, wishes: Wishes) -> tuple[Ready, list[Leftover]]:
    """Today's blueprint with the choices of the old workbook, and choices that it has no more.

    The one that is named goes first, then the shipped one of that name, then what the workbook
    carries.

    Raises
    ------
    PlansheetsError
        where it cannot be had, or is another blueprint.
    """
    manifest = old.known.manifest
    chosen = manifest.choices
    given = chosen.get("set")
    source = _source(old, wishes.blueprint)
    plain = source if isinstance(source, Blueprint) else _read(source, {})
    _require_same(old, plain)
    _require_variants(plain, wishes.variants)
    before = given if isinstance(given, dict) else {}
    variants, leftovers = _variants(
        plain, {id_: one for id_, one in before.items() if id_ not in wishes.variants}
    )
    variants |= wishes.variants
    if isinstance(source, Blueprint):
        source = _carried(old, variants) if variants else source
    was: Locale = next((one for one in LOCALES if one == manifest.locale), "en")
    profile: Profile = "excel365" if chosen.get("profile") == "excel365" else "excel2016"
    brand = chosen.get("brand")
    rows = chosen.get("rows")
    ready = prepare(
        source,
        variants,
        locale=wishes.locale or was,
        blank=True,
        rows=rows if isinstance(rows, int) else None,
        as_of=None,
        profile=wishes.profile or profile,
        allow_network=wishes.allow_network,
        theme=wishes.theme or str(chosen.get("theme") or DEFAULT_THEME),
        brand=wishes.brand or (f"#{brand}" if isinstance(brand, str) else None),
        cell_references=chosen.get("cell_references") is True,
        lambdas=chosen.get("lambdas") is True,
        udf=chosen.get("udf") is True,
        vba=chosen.get("vba") is True,
        source=manifest.facts.get("source") != "left out",
    )
    return ready, leftovers


def _source(old: OldBook, named: str | Path | None) -> Path | Blueprint:
    if named is not None:
        return find_blueprint(str(named))
    path = shipped().get(old.blueprint)
    return path if path is not None else _carried(old, {})


def _carried(old: OldBook, given: Mapping[str, object]) -> Blueprint:
    """The blueprint that the workbook carries, which no file need be kept for."""
    source = old.known.manifest.source
    try:
        if source:
            return examine_carried(unpack(source), given).sound()
        reason = Words("工作簿没有带着它", "the workbook does not carry it")
    except (BlueprintError, DamagedError) as error:
        first = str(error).split("\n", 1)[0][:200]
        reason = Words(f"带着的读不出来：{first}", f"what it carries is damaged: {first}")
    message = Words(
        f"没有蓝图 {old.blueprint} 可用：{reason.zh}",
        f"there is no blueprint {old.blueprint} to build: {reason.en}",
    )
    hint = Words("用 --blueprint 指明蓝图文件", "name the blueprint's file with --blueprint")
    raise WorkbookError([Problem.told("PS727", message, hint=hint, where=old.book.name)])


def _read(path: Path, given: Mapping[str, object]) -> Blueprint:
    return examine_blueprint(path, given).sound()


def _require_same(old: OldBook, today: Blueprint) -> None:
    if today.id == old.blueprint:
        return
    ids = {one.id for one in old.known.manifest.tables}
    if ids and 2 * len(ids & {one.id for one in today.tables}) >= len(ids):
        return  # a blueprint that was given another name
    message = Words(
        f"工作簿是用蓝图 {old.blueprint} 做的，不是 {today.id}",
        f"the workbook is of blueprint {old.blueprint}, not of {today.id}",
    )
    hint = Words("用 --blueprint 指明它的蓝图", "name its blueprint with --blueprint")
    raise WorkbookError([Problem.told("PS755", message, hint=hint, where=old.book.name)])


def _require_variants(today: Blueprint, wished: Mapping[str, object]) -> None:
    """Refuse what is no variant; which items a variant has is judged where it is chosen."""
    problems = []
    offered = [one.id for one in today.variants]
    for id_ in wished:
        if id_ in offered:
            continue
        message = Words(f"{today.id} 没有变体“{id_}”", f"no variant '{id_}' in {today.id}")
        hint = nearest(id_, offered, listed=12)
        if today.parameter(id_) is not None:
            hint = Words(
                "参数用 `fill --set` 改；这里的 --set 只换阶段、行业这类变体",
                "`fill --set` changes parameters; --set of upgrade chooses variants, as a stage",
            )
        problems.append(Problem.told("PS311", message, hint=hint))
    if problems:
        raise BlueprintError(problems)


def _variants(
    today: Blueprint, given: Mapping[str, object]
) -> tuple[dict[str, object], list[Leftover]]:
    """The old choices that today's blueprint still offers, and those that it does not."""
    kept: dict[str, object] = {}
    leftovers: list[Leftover] = []
    for variant in today.variants:
        if variant.id in given and given[variant.id] in variant.items:
            kept[variant.id] = given[variant.id]
        elif variant.id in given:
            why = Words(
                f"今天的蓝图没有这一种，用的是“{variant.default}”",
                f"today's blueprint does not offer it: '{variant.default}' was taken",
            )
            leftovers.append(
                Leftover("choice", variant.label.en, why, value=str(given[variant.id]),
                         id=variant.id)
            )  # fmt: skip
    return kept, leftovers
