"""Names that people have given to cells, brought along into the new workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plansheets.anew.carry import Carrying
from plansheets.anew.places import NewPlaces, NoPlaceError
from plansheets.anew.results import Leftover
from plansheets.life.identity import names_hash
from plansheets.plan.model import Plan, PlannedName
from plansheets.words import Words

_GONE = Words(
    "它指的地方在新工作簿里不确定，没有带过去",
    "what it stands for has no certain place by now: it did not come along",
)
_TAKEN = Words(
    "新工作簿自己用了这个名称", "the new workbook has a name of its own that is called so"
)


class OwnNames:
    """The names of the old workbook that are neither the plan's nor those of a program."""

    def __init__(self, carrying: Carrying, places: NewPlaces) -> None:
        self._old, self._places = carrying.old, places
        self.leftovers: list[Leftover] = []

    def added(self, plan: Plan) -> Plan:
        """*plan* with those that stand for something in it; formulas may look at them then."""
        taken = {one.name.casefold() for one in plan.names}
        waiting = []
        for name, text in self._all():
            if name.casefold() in taken:
                self._leave(name, text, _TAKEN)
            else:
                waiting.append((name, text))
        made: list[PlannedName] = []
        before = -1
        while waiting and len(waiting) != before:  # one may stand for what another does
            before, again = len(waiting), waiting
            waiting = []
            for name, text in again:
                try:
                    made.append(PlannedName(name, self._places.formula(text, "")))
                except NoPlaceError:
                    waiting.append((name, text))
                else:
                    self._places.know(made[-1])
        for name, text in waiting:
            self._leave(name, text, _GONE)
        return replace(plan, names=(*plan.names, *made)) if made else plan

    def leave(self) -> None:
        """Say of all of them that they stay behind."""
        for name, text in self._all():
            self._leave(name, text, _GONE)

    def _all(self) -> Iterator[tuple[str, str]]:
        """The names of the whole workbook that are people's own."""
        standing, manifest = self._old.standing, self._old.known.manifest
        if standing is None or manifest.facts.get("names") != names_hash(standing.plan):
            return  # which names are its own, nobody knows
        ours = {one.name.casefold() for one in standing.plan.names}
        for element in self._old.book.tree.iterfind("definedNames/definedName"):
            name, text = element.get("name", ""), (element.text or "").strip()
            mark = name.startswith("_") or element.get("function") in ("1", "true")
            own = not mark and "localSheetId" not in element.attrib and name.casefold() not in ours
            if own and text and not text.startswith("#"):  # stands for nothing any more
                yield name, text

    def _leave(self, name: str, text: str, why: Words) -> None:
        self.leftovers.append(Leftover("own name", name, why, formula=f"={text}"))
