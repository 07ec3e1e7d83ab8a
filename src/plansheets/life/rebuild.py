"""The plan that a workbook was made from, made again from what it says of itself."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from plansheets.blueprint.catalog import find_blueprint, shipped
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import examine_carried, read_blueprint
from plansheets.compiled import compiled_file, may_choose
from plansheets.errors import BlueprintError, Problem, WorkbookError
from plansheets.given import check_choices
from plansheets.grid import MAX_COLUMNS, MAX_NAME
from plansheets.life.carried import DamagedError, unpack
from plansheets.life.expected import ExpectedFormulas
from plansheets.life.manifest import Manifest
from plansheets.plan.check.places import title_faults
from plansheets.plan.choices import DEFAULT_THEME, Choices
from plansheets.plan.draw import Understood, draw
from plansheets.plan.model import Plan, Profile, Value
from plansheets.plan.understand import understand
from plansheets.records import dataclass
from plansheets.words import LOCALES, Locale, Words

_REMEMBERED = 8
"""Plans that are kept: most workbooks of a folder follow one or two."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A blueprint and its plan, and whether it is the very one that the workbook was made from."""

    blueprint: Blueprint
    plan: Plan
    same: bool
    expected: ExpectedFormulas
    understood: Understood
    choices: Choices
    """How *plan* was drawn."""


class Rebuilder:
    """Makes plans again, those of like workbooks once."""

    def __init__(self, blueprint: str | Path | None = None) -> None:
        self._given = blueprint
        self._made: dict[str, Rebuilt] = {}
        self._understood: dict[str, tuple[Blueprint, Understood]] = {}

    def rebuild(self, manifest: Manifest, name: str) -> Rebuilt:
        """The plan of *manifest*, which is that of the workbook called *name*.

        Raises
        ------
        WorkbookError
            where its blueprint is not known any more, or does not compile.
        """
        heights = {table.id: table.rows for table in manifest.tables}
        key = json.dumps(
            [manifest.facts.get("digest"), dict(manifest.choices), heights], sort_keys=True
        )
        found = self._made.get(key)
        if found is None:
            found = self._rebuilt(manifest, name, heights)
            while len(self._made) >= _REMEMBERED:
                del self._made[next(iter(self._made))]
            self._made[key] = found
        return found

    def _rebuilt(self, manifest: Manifest, name: str, heights: Mapping[str, int]) -> Rebuilt:
        try:
            choices = choices_of(manifest.choices, heights)
            blueprint, understood = self._understand(manifest, choices, name)
            ready, _ = draw(understood, choices)
        except (BlueprintError, DamagedError) as error:
            if self._given is not None:  # the file that was named is wrong, not what is carried
                raise
            raise _damaged(str(error), name) from None
        same = blueprint.digest == manifest.facts.get("digest")
        return Rebuilt(blueprint, ready, same, ExpectedFormulas(ready), understood, choices)

    def _understand(
        self, manifest: Manifest, choices: Choices, name: str
    ) -> tuple[Blueprint, Understood]:
        """The blueprint and what is understood of it, which no row of a workbook changes."""
        chosen = [
            choices.locale,
            choices.profile,
            choices.lambdas,
            choices.allow_network,
            manifest.choices.get("headings"),
        ]
        key = json.dumps([manifest.facts.get("digest"), _given(manifest), chosen], sort_keys=True)
        found = self._understood.get(key)
        if found is None and self._given is None:
            found = _kept(manifest, choices)
        if found is None:
            blueprint = self._blueprint(manifest)
            if blueprint is None:
                raise _lost(manifest, name)
            found = blueprint, understand(blueprint, choices)
        self._understood = {key: found}
        return found

    def _blueprint(self, manifest: Manifest) -> Blueprint | None:
        """Who asks goes first, then what the workbook carries, then a shipped one of its digest."""
        if self._given is not None:
            return read_blueprint(find_blueprint(str(self._given)), _given(manifest))
        if manifest.source:
            return examine_carried(unpack(manifest.source), _given(manifest)).sound()
        path = shipped().get(manifest.facts.get("blueprint", ""))
        if path is None:
            return None
        model = read_blueprint(path, _given(manifest))
        return model if model.digest == manifest.facts.get("digest") else None


def _kept(manifest: Manifest, choices: Choices) -> tuple[Blueprint, Understood] | None:
    """What is kept of a shipped blueprint that was compiled, where it is the very one."""
    path = shipped().get(manifest.facts.get("blueprint", ""))
    file = compiled_file(path, choices) if path is not None else None
    compiled = file.load() if file is not None else None
    if compiled is None or compiled.blueprint.digest != manifest.facts.get("digest"):
        return None
    if may_choose(_given(manifest), compiled.blueprint):
        return None
    return compiled.blueprint, compiled.understood


def _given(manifest: Manifest) -> dict[str, object]:
    """Parameters and variants as they were given to the build."""
    given = manifest.choices.get("set")
    return dict(given) if isinstance(given, dict) else {}


def choices_of(chosen: Mapping[str, Any], heights: Mapping[str, int]) -> Choices:
    """How a workbook was built, as far as its plan depends on it; nothing of it is trusted."""
    locale: Locale = next((one for one in LOCALES if one == chosen.get("locale")), "en")
    profile: Profile = "excel365" if chosen.get("profile") == "excel365" else "excel2016"
    theme = chosen.get("theme")
    brand = chosen.get("brand")
    theme = theme if isinstance(theme, str) else DEFAULT_THEME
    brand = brand if isinstance(brand, str) else None
    check_choices(
        locale=locale,
        profile=profile,
        rows=None,
        as_of=None,
        theme=theme,
        brand=f"#{brand}" if brand else None,
    )
    return Choices(
        locale=locale,
        profile=profile,
        cell_references=chosen.get("cell_references") is True,
        lambdas=chosen.get("lambdas") is True,
        allow_network=chosen.get("allow_network") is True,
        blank=chosen.get("blank") is True,
        keep_samples=chosen.get("keep_samples") is True,
        data={
            **dict(_data(chosen.get("data"), heights)),
            **dict(_grids(chosen.get("grids"))),
        },
        heights=heights,
        headings=headings_of(chosen),
        titles=titles_of(chosen),
        theme=theme,
        brand=brand,
        created=_moment(chosen.get("created")),
    )


@dataclass(frozen=True, slots=True)
class BlankRows:
    """Rows that were data once: a plan depends on how many there were, and how wide."""

    height: int
    columns: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)


def _data(written: object, heights: Mapping[str, int]) -> Iterator[tuple[str, BlankRows]]:
    for id_, about in written.items() if isinstance(written, dict) else ():
        used, widest = (
            (about.get("used"), about.get("widest")) if isinstance(about, dict) else (0, 0)
        )
        if id_ in heights and isinstance(used, int) and isinstance(widest, dict):
            texts = {name: (text,) for name, text in widest.items() if isinstance(text, str)}
            yield id_, BlankRows(min(max(used, 0), heights[id_]), texts)


def _grids(written: object) -> Iterator[tuple[str, BlankRows]]:
    for id_, about in written.items() if isinstance(written, dict) else ():
        items, widest = (
            (about.get("items"), about.get("widest")) if isinstance(about, dict) else (0, 0)
        )
        if isinstance(items, int) and 0 < items <= MAX_COLUMNS and isinstance(widest, dict):
            others = (None,) * (items - 1)
            texts = {
                name: (text, *others) for name, text in widest.items() if isinstance(text, str)
            }
            yield id_, BlankRows(items, texts)


def headings_of(chosen: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """What people called columns before the workbook was made, by table and column."""
    tables = chosen.get("headings")
    return {
        (table, column): text
        for table, columns in (tables.items() if isinstance(tables, dict) else ())
        for column, text in (columns.items() if isinstance(columns, dict) else ())
        if isinstance(text, str) and 0 < len(text) <= MAX_NAME
    }


def titles_of(chosen: Mapping[str, Any]) -> dict[str, str]:
    """What people called sheets before the workbook was made, by id."""
    titles = chosen.get("titles")
    return {
        id_: text
        for id_, text in (titles.items() if isinstance(titles, dict) else ())
        if isinstance(text, str) and not any(True for _ in title_faults(text))
    }


def _moment(written: object) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(str(written))
    except ValueError:
        return datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - a file's clock is local


def _lost(manifest: Manifest, name: str) -> WorkbookError:
    id_ = manifest.facts.get("blueprint", "?")
    message = Words(
        f"工作簿没有带着它的蓝图 {id_}，本机也没有同一版本",
        f"the workbook does not carry its blueprint {id_}, and the same is not shipped",
    )
    hint = Words("用 --blueprint 指明蓝图文件", "name the blueprint's file with --blueprint")
    return WorkbookError([Problem.told("PS727", message, hint=hint, where=name)])


def _damaged(reason: str, name: str) -> WorkbookError:
    first = reason.split("\n", 1)[0][:200]
    message = Words(
        f"工作簿带着的蓝图读不出来：{first}", f"the blueprint that it carries is damaged: {first}"
    )
    hint = Words("用 --blueprint 指明蓝图文件", "name the blueprint's file with --blueprint")
    return WorkbookError([Problem.told("PS727", message, hint=hint, where=name)])
