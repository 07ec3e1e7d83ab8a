"""A parameter as found, into the model."""

from __future__ import annotations

from typing import Any

from plansheets.blueprint import model
from plansheets.blueprint.fields import (
    bound,
    check_list,
    check_numeric,
    check_options,
    id_of,
    type_of,
)
from plansheets.blueprint.found import Found, Raw
from plansheets.blueprint.shapes import ShapeReader
from plansheets.blueprint.types import Type
from plansheets.blueprint.values import ValueFaultError, holds_months, read_value
from plansheets.errors import Problem
from plansheets.source import Span
from plansheets.words import LOCALES, Words


def read_parameter(shapes: ShapeReader, id_: str, found: Found, span: Span) -> model.Parameter:
    """A parameter whose default and sample lie within its bounds."""
    type_ = type_of(found)
    minimum, maximum = bound(found, "min", type_.minimum), bound(found, "max", type_.maximum)
    default: Raw | None = found["default"]
    sample: Words | None = found["sample"]
    typed: dict[str, Any] = {}
    if sample is not None:
        what = Words(f"参数“{id_}”的“sample”", f"'sample' of parameter '{id_}'")
        for locale in LOCALES:
            raw = Raw(sample(locale), sample.span or span, quoted=True)
            typed[locale] = _value(
                shapes, raw, type_, what, minimum, maximum, months=holds_months(found["format"])
            )
    if "formula" in found and "default" in found:
        shapes.report(
            "PS114",
            Words(
                f"参数“{id_}”同时有“default”和“formula”",
                f"parameter '{id_}' has both 'default' and 'formula'",
            ),
            found.spans["formula"],
            Words(
                "只留单元格为空时要用的那一个", "keep the one that holds while the cell is blank"
            ),
        )
    check_list(shapes, found, type_, id_)
    check_options(shapes, found, type_, Words(f"参数“{id_}”", f"parameter '{id_}'"))
    check_numeric(shapes, found, type_, id_)
    return model.Parameter(
        id=id_,
        type=type_,
        label=found["label"],
        span=span,
        default=_value(
            shapes,
            default,
            type_,
            Words(f"参数“{id_}”的“default”", f"'default' of parameter '{id_}'"),
            minimum,
            maximum,
            months=holds_months(found["format"]),
        )
        if default
        else None,
        formula=found["formula"],
        minimum=minimum,
        maximum=maximum,
        list_id=id_of(found["list"]),
        options=found["options"],
        unit=found["unit"],
        help=found["help"],
        number_format=found["format"],
        sample=typed,
        default_span=found.spans.get("default"),
        sample_span=found.spans.get("sample"),
        was=found["was"],
    )


def _value(
    shapes: ShapeReader,
    raw: Raw,
    type_: Type,
    what: Words,
    minimum: float | None,
    maximum: float | None,
    *,
    months: bool,
) -> Any:
    try:
        value = read_value(raw.text, type_, months=months)
    except ValueFaultError as fault:
        shapes.report(
            "PS108",
            Words(f"{what.zh}：{fault.message.zh}", f"{what.en}: {fault.message.en}"),
            raw.span,
            fault.hint,
        )
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        if minimum is not None and value < minimum:
            shapes.report(
                "PS117",
                Words(
                    f"{what.zh}是 {raw.text}；最小允许 {minimum:g}",
                    f"{what.en} is {raw.text}; at least {minimum:g} is allowed",
                ),
                raw.span,
                Words(f"改大，或调低“min: {minimum:g}”", f"raise it, or lower 'min: {minimum:g}'"),
            )
        if maximum is not None and value > maximum:
            shapes.report(
                "PS117",
                Words(
                    f"{what.zh}是 {raw.text}；最大允许 {maximum:g}",
                    f"{what.en} is {raw.text}; at most {maximum:g} is allowed",
                ),
                raw.span,
                Words(f"改小，或调高“max: {maximum:g}”", f"lower it, or raise 'max: {maximum:g}'"),
            )
        elif type_.measure == "percent" and value > 1 and "%" not in raw.text:
            shapes.problems.append(_bare_share(what, raw, value))
    return value


def _bare_share(what: Words, raw: Raw, value: float) -> Problem:
    """A share beyond the whole that is written without its sign: 10 is 1,000%, which few mean."""
    whole = f"{value * 100:,.10g}%"
    return Problem.told(
        "PS117",
        Words(
            f"{what.zh}是 {raw.text}，也就是 {whole}", f"{what.en} is {raw.text}, which is {whole}"
        ),
        raw.span,
        Words(
            f"写成 {raw.text}%；确实要 {whole}，就写 {whole.replace(',', '')}",
            f"write {raw.text}%, or {whole.replace(',', '')} where that is meant",
        ),
        "warning",
    )
