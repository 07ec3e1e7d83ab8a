"""A blueprint file into its model, with every problem of the file at once."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from plansheets.blueprint import model
from plansheets.blueprint.arrange import arrange
from plansheets.blueprint.choose import Given, Handed, choose, read_variants
from plansheets.blueprint.compose import compose
from plansheets.blueprint.fields import check_list, id_of, ids_of, read_rules, type_of
from plansheets.blueprint.folders import CarriedFolder, DiskFolder, Folder
from plansheets.blueprint.found import Failed, Found, Reference
from plansheets.blueprint.grammar.objects import OBJECTS
from plansheets.blueprint.include import Inside, read_included
from plansheets.blueprint.kinds import KINDS
from plansheets.blueprint.links import link
from plansheets.blueprint.model import Blueprint, ItemList
from plansheets.blueprint.optional import asked_for
from plansheets.blueprint.read_parameter import read_parameter
from plansheets.blueprint.read_sheet import read_sheet
from plansheets.blueprint.read_table import read_table
from plansheets.blueprint.references import check_references
from plansheets.blueprint.resample import change_samples
from plansheets.blueprint.shapes import ShapeReader
from plansheets.blueprint.tree import read_tree
from plansheets.blueprint.variant import explained
from plansheets.blueprint.yaml_troubles import not_utf8
from plansheets.errors import BlueprintError, Problem, in_order
from plansheets.opened import CannotOpenError
from plansheets.records import dataclass
from plansheets.source import Source, Span
from plansheets.words import LOCALES, Words, reason

MAX_FILE = 16_000_000
"""Bytes of a file that is looked at; what a blueprint may hold is told where it is parsed."""
_NAME = re.compile(r"(?=.{1,120}$)[a-z][a-z0-9]*(-[a-z0-9]+)*")
_VERSION = re.compile(r"(?=.{1,60}$)[0-9]+\.[0-9]+\.[0-9]+")


def is_blueprint_name(name: str) -> bool:
    """Whether *name* can be a blueprint's id: lower-case words joined by ``-``."""
    return _NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """A blueprint as far as it could be read, and everything wrong with how it was written."""

    blueprint: Blueprint | None
    """None where the file is not even YAML, or its parts do not fit together; else harmless
    stand-ins fill what could not be read."""
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        return self.blueprint is None or any(problem.level == "error" for problem in self.problems)

    def sound(self) -> Blueprint:
        """The blueprint; raises BlueprintError with every problem if there is an error."""
        if self.blueprint is None or self.failed:
            raise BlueprintError(self.problems)
        return self.blueprint


def read_blueprint(path: Path, given: Given | None = None) -> Blueprint:
    """The blueprint at *path*; raises BlueprintError with every problem of how it is written."""
    return examine_blueprint(path, given).sound()


def examine_blueprint(path: Path, given: Given | None = None) -> Reading:
    """The blueprint at *path*, as far as it can be read; raises if the file cannot be opened.

    *given* may choose its variants; what else it holds does not matter here.
    """
    folder = DiskFolder(path.parent)
    return _carrying(_examine_file(path, folder, (), given or {}), folder, path.name)


def examine_carried(files: Mapping[str, bytes], given: Given | None = None) -> Reading:
    """The blueprint that a workbook carries: the first of *files*; no other file is opened."""
    name = next(iter(files), "")
    folder = CarriedFolder(files, posixpath.dirname(name))
    reading = _examine_file(Path(name), folder, (), given or {})
    if reading.blueprint is None:
        return reading
    return replace(reading, blueprint=replace(reading.blueprint, files=files))


def _carrying(reading: Reading, folder: DiskFolder, name: str) -> Reading:
    """*reading* with a blueprint that knows the files it was written in."""
    if reading.blueprint is None:
        return reading
    files = folder.carried(reading.blueprint.source.text, name)
    return replace(reading, blueprint=replace(reading.blueprint, files=files))


def _examine_file(path: Path, folder: Folder, inside: Inside, given: Given) -> Reading:
    try:
        text = folder.read(path, MAX_FILE).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BlueprintError([not_utf8(error, str(path))]) from None
    except (CannotOpenError, OSError) as error:
        why = reason(error)
        raise BlueprintError(
            [
                Problem.told(
                    "PS115",
                    Words(f"蓝图打不开：{why.zh}", f"the blueprint cannot be read: {why.en}"),
                    where=str(path),
                    hint=Words(
                        "`plansheets list` 列出自带的蓝图",
                        "`plansheets list` names those that are shipped",
                    ),
                )
            ]
        ) from None
    return _examine(text, str(path), folder, (*inside, folder.identity(path)), given)


def read_text(text: str, name: str, folder: Path) -> Blueprint:
    """The blueprint written in *text*; *folder* is where its other files stand."""
    return examine_text(text, name, folder).sound()


def examine_text(text: str, name: str, folder: Path) -> Reading:
    """The blueprint written in *text*, as far as it can be read."""
    disk = DiskFolder(folder)
    reading = _examine(text, name, disk, (disk.identity(folder / name),), {})
    return _carrying(reading, disk, name)


def _examine(text: str, name: str, folder: Folder, inside: Inside, given: Given) -> Reading:
    """The blueprint written in *text*; *inside* are the files that are being read, it the last."""
    source = Source(name, text.replace("\r\n", "\n").replace("\r", "\n"))
    problems: list[Problem] = []
    tree = read_tree(source, problems)
    blueprint = None
    if tree is not None:
        chosen = choose(tree, given, problems)
        shapes = ShapeReader(problems, chosen.left_out)
        found = shapes.object(chosen.tree, OBJECTS["blueprint"], KINDS["the blueprint"])
        if not isinstance(found, Failed):
            handed = {id_: Handed(item) for id_, item in chosen.by_variant.items()}
            wanted = asked_for(found, chosen.by_variant)
            names = (*found["include"], *wanted)
            included = _included(names, folder, inside, {**given, **handed}, problems)
            parts = [part for part in included if part is not None]
            blueprint = _blueprint(shapes, found, source, folder, parts)
            lost = shapes.lost | ({"*"} if len(parts) < len(included) else set())
            blueprint = replace(
                blueprint,
                variants=read_variants(found, chosen),
                left_out=chosen.left_out,
                lost=frozenset(lost),
                absent=frozenset(one.id for one in found["optional"] if one not in wanted),
            )
            added = frozenset(part.id for part in included[len(found["include"]) :] if part)
            blueprint = _whole(blueprint, parts, added, found, problems)
        if blueprint is not None:
            check_references(blueprint, shapes.references, problems)
    if blueprint is not None:
        problems = [explained(problem, blueprint.left_out) for problem in problems]
    return Reading(blueprint, tuple(sorted(dict.fromkeys(problems), key=in_order)))


def _included(
    names: tuple[Reference, ...],
    folder: Folder,
    inside: Inside,
    given: Given,
    problems: list[Problem],
) -> list[Blueprint | None]:
    """The blueprints that this one includes, None for one that could not be read."""

    def read(path: Path, inside: Inside) -> tuple[Blueprint | None, tuple[Problem, ...]]:
        reading = _examine_file(path, folder.around(path), inside, given)
        return reading.blueprint, reading.problems

    return read_included(names, folder, inside, read, problems)


def _whole(
    own: Blueprint,
    parts: list[Blueprint],
    added: frozenset[str],
    found: Found,
    problems: list[Problem],
) -> Blueprint | None:
    """*own* with the blueprints it includes; None where they do not fit together.

    Those that were *added* are its optional parts.
    """
    conflicts: list[Problem] = []
    composed = compose(own, parts, conflicts, added)
    problems.extend(conflicts)
    if conflicts:
        return None
    digest = hashlib.sha256(own.digest.encode())
    for part in parts:
        digest.update(part.digest.encode())
    if parts:
        composed = replace(composed, digest=digest.hexdigest())
    composed = change_samples(composed, found["samples"], problems)
    composed = link(composed, found["links"], found["options"], problems)
    return arrange(composed, found["arrange"], problems)


def _blueprint(
    shapes: ShapeReader, found: Found, source: Source, folder: Folder, parts: list[Blueprint]
) -> Blueprint:
    """What was found by the grammar, as the model; columns may repeat over lists of *parts*."""
    _pattern(
        shapes,
        found,
        "blueprint",
        _NAME,
        Words("小写单词加“-”，如 my-plan", "lower-case words joined by '-', such as my-plan"),
    )
    _pattern(
        shapes,
        found,
        "version",
        _VERSION,
        Words("三个数字，如 1.0.0", "three numbers, such as 1.0.0"),
    )
    samples: dict[str, Source] = {}
    lists = tuple(_list(shapes, id_, items, span) for id_, (items, span) in found["lists"].items())
    known = [*(list_ for part in parts for list_ in part.lists), *lists]
    tables = tuple(
        read_table(shapes, id_, table, span, folder, samples, known)
        for id_, (table, span) in found["tables"].items()
    )
    digest = hashlib.sha256(source.text.encode())
    for sample in samples.values():
        digest.update(sample.text.encode())
    return Blueprint(
        id=found["blueprint"],
        version=found["version"],
        title=found["title"],
        source=source,
        digest=digest.hexdigest(),
        parameters=tuple(
            read_parameter(shapes, id_, parameter, span)
            for id_, (parameter, span) in found["parameters"].items()
        ),
        lists=lists,
        tables=tables,
        metrics=tuple(
            _metric(shapes, id_, metric, span) for id_, (metric, span) in found["metrics"].items()
        ),
        checks=tuple(_check(check) for check in found["checks"]),
        sheets=tuple(read_sheet(shapes, sheet) for sheet in found["sheets"]),
        purpose=found["purpose"],
        steps=found["steps"],
        keywords=found["keywords"],
        group=found["group"],
        reaching=frozenset([source.name] if "network" in found["allow"] else ()),
        sources=samples,
    )


def _pattern(
    shapes: ShapeReader, found: Found, key: str, pattern: re.Pattern[str], wanted: Words
) -> None:
    if found[key] and not pattern.fullmatch(found[key]):
        shapes.report(
            "PS109",
            Words(
                f"“{found[key]}”不能作“{key}”：要写{wanted.zh}",
                f"'{found[key]}' is no {key}: it takes {wanted.en}",
            ),
            found.spans[key],
        )


def _list(shapes: ShapeReader, id_: str, found: Found, span: Span) -> ItemList:
    items = tuple(
        model.Item(
            id=item_id,
            label=item["label"],
            span=item_span,
            mean=item["mean"],
            number_format=item["format"],
            measure=item["measure"],
            was=item["was"],
            aliases=item["aliases"],
        )
        for item_id, (item, item_span) in found["items"].items()
    )
    if not items and not shapes.lost:
        shapes.report("PS107", Words(f"列表“{id_}”是空的", f"the list '{id_}' is empty"), span)
    for locale in LOCALES:
        seen: dict[str, model.Item] = {}
        for item in items:
            label = item.label(locale)
            if label in seen:
                shapes.report(
                    "PS110",
                    Words(
                        f"“{label}”在列表“{id_}”里出现两次",
                        f"'{label}' stands in list '{id_}' twice",
                    ),
                    item.span,
                    Words(
                        f"它也是“{seen[label].id}”；单元格分不清是哪一个",
                        f"it is also '{seen[label].id}'; a cell could not tell them apart",
                    ),
                )
                break
            seen[label] = item
    _check_aliases(shapes, items)
    return ItemList(id_, items, span, found["label"], found["ordered"])


def _check_aliases(shapes: ShapeReader, items: tuple[model.Item, ...]) -> None:
    """Report other words of an item that are words of another one, too."""
    owners = {name: one for one in items for name in (one.id, *one.label.by_locale.values())}
    for item in items:
        for alias in item.aliases:
            other = owners.setdefault(alias, item)
            if other is not item:
                message = Words(
                    f"“{item.id}”的别名“{alias}”也是“{other.id}”的名字",
                    f"'{alias}', an alias of '{item.id}', is a name of '{other.id}', too",
                )
                hint = Words("留一处", "keep it at one of them")
                shapes.report("PS110", message, item.span, hint)


def _metric(shapes: ShapeReader, id_: str, found: Found, span: Span) -> model.Metric:
    check_list(shapes, found, type_of(found), id_)
    return model.Metric(
        id=id_,
        type=type_of(found),
        label=found["label"],
        formula=found["formula"],
        span=span,
        unit=found["unit"],
        help=found["help"],
        source=found["source"],
        how=found["how"],
        number_format=found["format"],
        rules=read_rules(found),
        list_id=id_of(found["list"]),
        period=found["period"],
        target=found["target"],
        before=found["before"],
        last_year=found["last_year"],
        note=found["note"],
        beside=ids_of(found["beside"]),
    )


def _check(found: Found) -> model.Check:
    return model.Check(
        id=found["id"],
        level=found["level"],
        count=found["count"],
        where=found["where"],
        message=found["message"],
        span=found.spans["id"],
        hint=found["hint"],
        table=id_of(found["table"]),
        sample=found["sample"],
        sample_span=found.spans.get("sample"),
    )
