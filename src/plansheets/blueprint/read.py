"""A blueprint file into its model, with every problem of the file at once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plansheets.blueprint import model
from plansheets.blueprint.grammar import OBJECTS
from plansheets.blueprint.model import Blueprint, Each, ItemList, Rule, Words
from plansheets.blueprint.references import check_references
from plansheets.blueprint.sample import read_sample_file, read_sample_rows
from plansheets.blueprint.shapes import Failed, Found, Raw, Reference, ShapeReader
from plansheets.blueprint.tree import read_tree
from plansheets.blueprint.types import TYPES, UNREAD, Type
from plansheets.blueprint.values import ValueFaultError, read_value
from plansheets.errors import BlueprintError, Problem, did_you_mean, in_order
from plansheets.source import Source, Span

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_VERSION = re.compile(r"\d+\.\d+\.\d+")


def is_blueprint_name(name: str) -> bool:
    """Whether *name* can be a blueprint's id: lower-case words joined by ``-``."""
    return _NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """A blueprint as far as it could be read, and everything wrong with how it was written."""

    blueprint: Blueprint | None
    """None where the file is not even YAML; else harmless stand-ins fill what could not be read."""
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        return self.blueprint is None or any(one.level == "error" for one in self.problems)

    def sound(self) -> Blueprint:
        """The blueprint; raises BlueprintError with every problem if there is an error."""
        if self.blueprint is None or self.failed:
            raise BlueprintError(self.problems)
        return self.blueprint


def read_blueprint(path: Path) -> Blueprint:
    """The blueprint at *path*; raises BlueprintError with every problem of how it is written."""
    return examine_blueprint(path).sound()


def examine_blueprint(path: Path) -> Reading:
    """The blueprint at *path*, as far as it can be read; raises if the file cannot be opened."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = f"byte {error.start:,}"
        raise BlueprintError(
            [Problem("PS115", f"not UTF-8 at {place}", where=str(path), hint="save it as UTF-8")]
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BlueprintError(
            [
                Problem(
                    "PS115",
                    f"the blueprint cannot be read: {reason}",
                    where=str(path),
                    hint="`plansheets list` names those that are shipped",
                )
            ]
        ) from None
    return examine_text(text.replace("\r\n", "\n"), str(path), path.parent)


def read_text(text: str, name: str, folder: Path) -> Blueprint:
    """The blueprint written in *text*; *folder* is where its sample files stand."""
    return examine_text(text, name, folder).sound()


def examine_text(text: str, name: str, folder: Path) -> Reading:
    """The blueprint written in *text*, as far as it can be read."""
    source = Source(name, text)
    problems: list[Problem] = []
    tree = read_tree(source, problems)
    blueprint = None
    if tree is not None:
        shapes = ShapeReader(problems)
        found = shapes.object(tree, OBJECTS["blueprint"], "the blueprint")
        if not isinstance(found, Failed):
            blueprint = _Builder(shapes, source, folder).blueprint(found)
            blueprint = replace(blueprint, lost=frozenset(shapes.lost))
            check_references(blueprint, shapes.references, problems)
    return Reading(blueprint, tuple(sorted(problems, key=in_order)))


class _Builder:
    """Turns what was found by the grammar into the model."""

    def __init__(self, shapes: ShapeReader, source: Source, folder: Path) -> None:
        self.shapes = shapes
        self.source = source
        self.folder = folder
        self.samples: dict[str, Source] = {}

    def blueprint(self, found: Found) -> Blueprint:
        self._pattern(found, "blueprint", _NAME, "lower-case words joined by '-', such as my-plan")
        self._pattern(found, "version", _VERSION, "three numbers, such as 1.0.0")
        tables = tuple(
            self.table(id_, table, span) for id_, (table, span) in found.get("tables", {}).items()
        )
        digest = hashlib.sha256(self.source.text.encode())
        for sample in self.samples.values():
            digest.update(sample.text.encode())
        return Blueprint(
            id=found["blueprint"],
            version=found["version"],
            title=found["title"],
            source=self.source,
            digest=digest.hexdigest(),
            parameters=tuple(
                self.parameter(id_, parameter, span)
                for id_, (parameter, span) in found.get("parameters", {}).items()
            ),
            lists=tuple(
                self.list(id_, items, span) for id_, (items, span) in found.get("lists", {}).items()
            ),
            tables=tables,
            metrics=tuple(
                self.metric(id_, metric, span)
                for id_, (metric, span) in found.get("metrics", {}).items()
            ),
            checks=tuple(self.check(check) for check in found.get("checks", ())),
            sheets=tuple(self.sheet(sheet) for sheet in found.get("sheets", ())),
            purpose=found.get("purpose"),
            steps=found.get("steps", ()),
            keywords=found.get("keywords", ()),
            sources=self.samples,
        )

    def _pattern(self, found: Found, key: str, pattern: re.Pattern[str], wanted: str) -> None:
        if found[key] and not pattern.fullmatch(found[key]):
            self.shapes.report(
                "PS109", f"'{found[key]}' is no {key}: it takes {wanted}", found.spans[key]
            )

    def parameter(self, id_: str, found: Found, span: Span) -> model.Parameter:
        type_ = _type(found)
        minimum, maximum = _bound(found, "min", type_.minimum), _bound(found, "max", type_.maximum)
        values: dict[str, Any] = {}
        for key in ("default", "sample"):
            raw: Raw | None = found.get(key)
            what = f"'{key}' of parameter '{id_}'"
            values[key] = self._value(raw, type_, what, minimum, maximum) if raw else None
        if "formula" in found and "default" in found:
            self.shapes.report(
                "PS114",
                f"parameter '{id_}' has both 'default' and 'formula'",
                found.spans["formula"],
                "keep the one that holds while the cell is blank",
            )
        self._needs_list(found, type_, id_)
        return model.Parameter(
            id=id_,
            type=type_,
            label=found["label"],
            span=span,
            default=values["default"],
            formula=found.get("formula"),
            minimum=minimum,
            maximum=maximum,
            list_id=_id(found.get("list")),
            unit=found.get("unit"),
            help=found.get("help"),
            number_format=found.get("format"),
            sample=values["sample"],
            default_span=found.spans.get("default"),
            sample_span=found.spans.get("sample"),
        )

    def _value(
        self, raw: Raw, type_: Type, what: str, minimum: float | None, maximum: float | None
    ) -> Any:
        try:
            value = read_value(raw.text, type_)
        except ValueFaultError as fault:
            return _none(self.shapes.report("PS108", f"{what}: {fault}", raw.span))
        if isinstance(value, int | float) and not isinstance(value, bool):
            if minimum is not None and value < minimum:
                self.shapes.report(
                    "PS117",
                    f"{what} is {raw.text}; at least {minimum:g} is allowed",
                    raw.span,
                    f"raise it, or lower 'min: {minimum:g}'",
                )
            if maximum is not None and value > maximum:
                self.shapes.report(
                    "PS117",
                    f"{what} is {raw.text}; at most {maximum:g} is allowed",
                    raw.span,
                    f"lower it, or raise 'max: {maximum:g}'",
                )
        return value

    def _needs_list(self, found: Found, type_: Type, id_: str) -> None:
        if type_ is UNREAD:
            return
        if type_.id == "choice" and "list" not in found.spans:
            self.shapes.report(
                "PS106",
                f"'{id_}' is a choice and lacks 'list'",
                found.spans["type"],
                "list: the id of the list it is chosen from",
            )
        if type_.id != "choice" and "list" in found:
            self.shapes.report(
                "PS114",
                f"'{id_}' has a list but is of type '{type_.id}'",
                found.spans["list"],
                "make it 'type: choice', or delete 'list'",
            )

    def list(self, id_: str, found: Found, span: Span) -> ItemList:
        items = tuple(
            model.Item(
                id=item_id,
                label=item["label"],
                span=item_span,
                mean=item.get("mean"),
                number_format=item.get("format"),
                measure=item.get("measure"),
            )
            for item_id, (item, item_span) in found["items"].items()
        )
        if not items and not self.shapes.lost:
            self.shapes.report("PS107", f"the list '{id_}' is empty", span)
        for locale in model.LOCALES:
            seen: dict[str, model.Item] = {}
            for item in items:
                label = item.label(locale)
                if label in seen:
                    self.shapes.report(
                        "PS110",
                        f"'{label}' stands in list '{id_}' twice",
                        item.span,
                        f"it is also '{seen[label].id}'; a cell could not tell them apart",
                    )
                    break
                seen[label] = item
        return ItemList(id_, items, span, found.get("label"))

    def table(self, id_: str, found: Found, span: Span) -> model.Table:
        columns = self._columns(found["columns"], id_)
        ids = tuple(column.id for column in columns)
        rows: Found | None = found.get("rows")
        return model.Table(
            id=id_,
            title=found["title"],
            columns=columns,
            span=span,
            key=tuple(self._own_column(ref, ids, id_) for ref in found.get("key", ())),
            rows_list=_id(rows.get("each")) if rows else None,
            rows_count=rows.get("count") if rows else None,
            rows_from=_id(rows.get("from")) if rows else None,
            expected_rows=found.get("expected_rows", 1_000),
            sample=self._sample(found, ids, id_),
            keep=found.get("keep", False),
            rules=_rules(self.shapes, found),
            help=found.get("help"),
            total_label=found.get("total_label"),
        )

    def _own_column(self, ref: Reference, ids: tuple[str, ...], table: str) -> str:
        if ref.id not in ids and not self.shapes.lost & {ref.id, "*"}:
            self.shapes.report(
                "PS220",
                f"no column '{ref.id}' in table '{table}'",
                ref.span,
                did_you_mean(ref.id, ids),
            )
        return ref.id

    def _columns(self, found: tuple[Found, ...], table: str) -> tuple[model.Column, ...]:
        columns = tuple(self.column(column) for column in found)
        ids = tuple(column.id for column in columns)
        if not columns:
            return ()
        seen: dict[str, Span] = {}
        for column, as_found in zip(columns, found, strict=True):
            place = as_found.spans["id"]
            if column.id in seen:
                self.shapes.report(
                    "PS110",
                    f"the column '{column.id}' stands in table '{table}' twice",
                    place,
                    f"it was first given on line {seen[column.id].line}",
                )
            seen.setdefault(column.id, place)
            for key in ("unit_from", "comparator_from"):
                ref = as_found.get(key)
                if ref is not None:
                    self._own_column(ref, ids, table)
        return columns

    def column(self, found: Found) -> model.Column:
        type_ = _type(found)
        id_ = found["id"]
        self._needs_list(found, type_, id_)
        if "formula" in found and found.get("link") is not True:
            for key in ("required", "example", "min", "max"):
                if key in found:
                    self.shapes.report(
                        "PS114",
                        f"column '{id_}' is computed, so '{key}' has no effect",
                        found.key_spans[key],
                        f"delete '{key}', or delete 'formula' to have it typed in",
                    )
        role: model.Role = "formula" if "formula" in found else "input"
        if found.get("link"):
            role = "link"
        return model.Column(
            id=id_,
            type=type_,
            label=found["label"],
            span=found.spans["id"],
            role=role,
            formula=found.get("formula"),
            total=found.get("total"),
            list_id=_id(found.get("list")),
            unit=found.get("unit"),
            unit_from=_id(found.get("unit_from")),
            comparator_from=_id(found.get("comparator_from")),
            help=found.get("help"),
            source=found.get("source"),
            how=found.get("how"),
            number_format=found.get("format"),
            minimum=_bound(found, "min", type_.minimum),
            maximum=_bound(found, "max", type_.maximum),
            required=found.get("required", False),
            width=found.get("width"),
            show=found.get("show"),
            rules=_rules(self.shapes, found),
            each=self._each(found),
            hidden=found.get("hidden", False),
            example=found.get("example"),
            aliases=found.get("aliases", ()),
        )

    def _each(self, found: Found) -> Each | None:
        each = found.get("each")
        if each is None:
            return None
        if len(each) != 1:
            self.shapes.report(
                "PS107",
                "'each' takes one variable and its list, as in {month: months}",
                found.spans["each"],
            )
        for variable, (ref, _) in each.items():
            return Each(variable, ref.id, ref.span)
        return None

    def _sample(
        self, found: Found, ids: tuple[str, ...], table: str
    ) -> tuple[model.SampleRow, ...]:
        sample: Found | None = found.get("sample")
        if sample is None:
            return ()
        if "file" in sample:
            path = self.folder / sample["file"]
            rows, source = read_sample_file(path, ids, self.shapes.problems, sample.spans["file"])
            if source is not None:
                self.samples[table] = source
            return rows
        return read_sample_rows(sample.get("rows", ()), ids, table, self.shapes.problems.append)

    def metric(self, id_: str, found: Found, span: Span) -> model.Metric:
        self._needs_list(found, _type(found), id_)
        return model.Metric(
            id=id_,
            type=_type(found),
            label=found["label"],
            formula=found["formula"],
            span=span,
            unit=found.get("unit"),
            help=found.get("help"),
            source=found.get("source"),
            how=found.get("how"),
            number_format=found.get("format"),
            rules=_rules(self.shapes, found),
            list_id=_id(found.get("list")),
        )

    def check(self, found: Found) -> model.Check:
        return model.Check(
            id=found["id"],
            level=found["level"],
            count=found["count"],
            message=found["message"],
            span=found.spans["id"],
            hint=found.get("hint"),
            table=_id(found.get("table")),
            sample=found.get("sample", 0),
        )

    def sheet(self, found: Found) -> model.Sheet:
        blocks = [self.block(block) for block in found["blocks"]]
        return model.Sheet(
            id=found["id"],
            title=found["title"],
            span=found.spans["id"],
            blocks=tuple(block for block in blocks if block is not None),
            hidden=found.get("hidden", False),
            landscape=not found.get("portrait", False),
            subtitle=found.get("subtitle"),
        )

    def block(self, found: Found) -> model.Block | None:
        if len(found.values) != 1:
            self.shapes.lost.add("*")
            return None
        ((kind, value),) = found.values.items()
        span = found.key_spans[kind]
        match kind:
            case "heading":
                return model.Heading(value, span)
            case "note":
                return model.Note(value, span)
            case "table":
                return model.Place(value.id, value.span)
            case "form":
                return model.Form(_ids(value["parameters"]), span, value.get("title"))
            case "cards":
                return model.Cards(_ids(value), span)
            case "grid":
                return self._grid(value, span)
            case "chart":
                return self._chart(value)
        return model.Checklist(span)

    def _grid(self, found: Found, span: Span) -> model.PeriodGrid | None:
        each = self._each(found)
        rows = tuple(
            model.GridRow(
                id=row["id"],
                label=row["label"],
                type=_type(row),
                formula=row["formula"],
                span=row.spans["id"],
                total=row.get("total"),
                number_format=row.get("format"),
                rules=_rules(self.shapes, row),
            )
            for row in found["rows"]
        )
        if each is None:
            return None
        return model.PeriodGrid(
            found["id"], each, rows, span, found.get("title"), found.get("total")
        )

    def _chart(self, found: Found) -> model.Chart | None:
        series = tuple(
            model.ChartSeries(
                column=one["column"],
                span=one.spans["column"],
                label=one.get("label"),
                kind=one.get("type"),
                secondary=one.get("second_axis", False),
                mean=one.get("mean"),
            )
            for one in found["series"]
            if one["column"]
        )
        if not found["over"]:
            return None
        return model.Chart(
            kind=found["type"],
            title=found["title"],
            over=found["over"],
            series=series,
            span=found.spans["over"],
            category=found.get("category"),
            x_title=found.get("x_title"),
            y_title=found.get("y_title"),
            y2_title=found.get("y2_title"),
            height=found.get("height", 280),
        )


def _id(ref: Reference | None) -> str | None:
    return ref.id if ref is not None else None


def _ids(refs: tuple[Reference, ...]) -> tuple[str, ...]:
    return tuple(ref.id for ref in refs)


def _type(found: Found) -> Type:
    return TYPES.get(found["type"], UNREAD)


def _none(_: Failed) -> None:
    return None


def _bound(found: Found, key: str, otherwise: float | None) -> float | None:
    value: float | None = found.get(key, otherwise)
    return value


def _rules(shapes: ShapeReader, found: Found) -> tuple[Rule, ...]:
    rules = []
    for mean, (formula, span) in found.get("when", {}).items():
        if mean not in model.MEANINGS:
            shapes.report(
                "PS105", f"'{mean}' is no meaning", span, did_you_mean(mean, model.MEANINGS)
            )
        else:
            rules.append(Rule(mean, formula))
    return tuple(rules)


__all__ = ["Words", "read_blueprint", "read_text"]
