"""Charts of a workbook that show what its cells show now: their ranges and remembered points."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, unescape

from plansheets.boxes import Box
from plansheets.life.ranges import Growth, grown_formula, reference
from plansheets.plan.model import Value
from plansheets.render.markup import spell_value

Look = Callable[[str, int, int], Value]
"""What a cell shows, by the title of its sheet, its row and its column."""
_REFERENCE = re.compile(
    r"<(?P<p>[\w.-]+:)?(?P<kind>num|str)Ref>\s*<(?P=p)?f>(?P<f>[^<]*)</(?P=p)?f>"
    r"(?P<gap>\s*)(?:<(?P=p)?(?P=kind)Cache>(?P<cache>.*?)</(?P=p)?(?P=kind)Cache>)?",
    re.DOTALL,
)
_OTHER = re.compile(r"(<(?:[\w.-]+:)?f>)([^<]*)(</)")
_FORMAT = re.compile(r"<(?:[\w.-]+:)?formatCode>.*?</(?:[\w.-]+:)?formatCode>", re.DOTALL)
_ENTITIES = {"&quot;": '"', "&apos;": "'"}


def redrawn(
    xml: str, look: Look, growths: list[Growth], moved: Mapping[tuple[str, Box], str]
) -> str:
    """A chart's part with its references and the points it remembers as they are now.

    *moved* are references that the plan itself has changed, by what they were.
    """

    def followed(text: str) -> str:
        plain = unescape(text, _ENTITIES)
        target = reference(plain)
        planned = moved.get(target) if target is not None else None
        new = planned or grown_formula(plain, "", growths)
        return text if new == plain else escape(new)

    def one(found: re.Match[str]) -> str:
        p = found["p"] or ""
        text = followed(found["f"])
        target = reference(unescape(text, _ENTITIES))
        if found["cache"] is None or target is None:
            return found[0].replace(f"{p}f>{found['f']}<", f"{p}f>{text}<", 1)
        title, box = target
        shown = [
            look(title, row, column)
            for row in range(box.first_row, box.last_row + 1)
            for column in range(box.first_column, box.last_column + 1)
        ]
        numbers = found["kind"] == "num"
        points = "".join(
            f'<{p}pt idx="{index}"><{p}v>{content}</{p}v></{p}pt>'
            for index, value in enumerate(shown)
            if (content := _point(value, numbers=numbers)) is not None
        )
        code = _FORMAT.search(found["cache"])
        cache = f'{code[0] if code else ""}<{p}ptCount val="{len(shown)}"/>{points}'
        if cache == found["cache"] and text == found["f"]:
            return found[0]
        kind = found["kind"]
        return (
            f"<{p}{kind}Ref><{p}f>{text}</{p}f>{found['gap']}"
            f"<{p}{kind}Cache>{cache}</{p}{kind}Cache>"
        )

    made = _REFERENCE.sub(one, xml)
    return _OTHER.sub(lambda found: found[1] + followed(found[2]) + found[3], made)


def _point(value: Value, *, numbers: bool) -> str | None:
    """A value as a chart remembers it, a text among numbers as 0; None leaves a gap."""
    if isinstance(value, str):
        return "0" if numbers else spell_value(value)[1]
    kind, content = spell_value(value)
    return None if not content or kind == ' t="e"' else content
