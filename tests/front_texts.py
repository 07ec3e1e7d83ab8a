"""Random texts, papers, personal data and licences, and what their front page must show."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pandas as pd

from front_case import Case, divided, some

WORDS = {"best": "High", "guarantee": "Medium", "free": "Low"}
PIECES = ("the best", "at best", "guaranteed", "for free", "a bottle", "new", "of cotton")
"""What texts are made of; `at best` is on the white list."""
SOON_LIVE, SOON_EXPIRED = 7, 30

Row = dict[str, Any]


def _paper(row: Row, as_of: date) -> str:
    if row["number"] is None:
        return "missing"
    if row["valid_to"] is None:
        return "fine" if row.get("endless") else "care"
    left = (row["valid_to"] - as_of).days
    return "expired" if left < 0 else "care" if left <= SOON_EXPIRED else "fine"


def _data(row: Row, as_of: date) -> str:
    if row["consent"] in (None, "None"):
        return "bad"
    if row["consent"] == "Given" and row["sensitivity"] == "Sensitive":
        return "bad"
    if row["until"] is not None and row["until"] < as_of:
        return "late"
    if None in (row["until"], row["purpose"]):
        return "care"
    return "care" if (row["until"] - as_of).days <= SOON_EXPIRED else "fine"


def texts(chance: random.Random) -> Case:
    """Texts of which some hit, some are reviewed; papers and data that are missing or too old."""
    as_of = date(2026, 1, 1) + timedelta(chance.randrange(365))

    def day(spread: int = 60) -> date | None:
        return chance.choice((None, as_of, as_of + timedelta(chance.randint(-spread, spread))))

    def said(text: str) -> object:
        return some(chance, 1, gap=0.3, zero=0) and text

    many = range(chance.choice((1, 5, 40)))
    copy: list[Row] = [
        {
            "text": ", ".join(chance.choice(PIECES) for _ in range(chance.randint(1, 4))),
            "decision": chance.choice((None, None, "Approved", "Dropped")),
            "reviewer": said("Ann"),
            "reviewed_on": chance.choice((None, as_of)),
            "live_on": day(10),
        }
        for _ in many
    ]
    papers: list[Row] = [
        {
            "product": f"P{number}",
            "paper": "Test report",
            "number": said("N1"),
            "valid_to": day(),
            "endless": chance.choice((None, "No expiry")),
        }
        for number in many
    ]
    held: list[Row] = [
        {
            "field": f"Data {number}",
            "sensitivity": chance.choice(("General", "Sensitive")),
            "purpose": said("Delivery"),
            "consent": chance.choice(
                (None, "None", "Given", "Separate consent", "Needed for the order")
            ),
            "stored": "Orders",
            "until": day(),
            "seen_by": "Service",
        }
        for number in many
    ]
    markets: list[Row] = [
        {
            "market": "Germany",
            "goods": f"P{number}",
            "licence": "LFGB",
            "number": said("N1"),
            "valid_to": day(),
        }
        for number in many
    ]
    state = {"dropped": 0, "passed": 0, "review": 0, "context": 0, "none": 0}
    soon = late = 0
    for row in copy:
        text = row["text"]
        hits = sum(text.count(word) for word in WORDS) - text.count("at best")
        signed = None not in (row["decision"], row["reviewer"], row["reviewed_on"])
        kind = (
            "dropped" if row["decision"] == "Dropped"
            else "passed" if signed
            else "review" if hits
            else "context" if "at best" in text
            else "none"
        )  # fmt: skip
        state[kind] += 1
        if kind == "review" and row["live_on"] is not None:
            left = (row["live_on"] - as_of).days
            soon += 0 <= left <= SOON_LIVE
            late += left < 0
    paper = [_paper(row, as_of) for row in papers]
    data = [_data(row, as_of) for row in held]
    licence = [_paper(row, as_of) for row in markets]
    reviewed = state["dropped"] + state["passed"]
    bad = state["review"] + sum(
        one in ("missing", "expired", "bad", "late") for one in (*paper, *data, *licence)
    )
    care = state["context"] + (*paper, *data, *licence).count("care")
    return Case(
        {
            "copy_texts": pd.DataFrame(copy),
            "product_papers": pd.DataFrame(papers),
            "personal_data": pd.DataFrame(held),
            "export_markets": pd.DataFrame(markets),
            "ban_words": pd.DataFrame({"word": WORDS.keys(), "level": WORDS.values()}),
            "white_phrases": pd.DataFrame({"phrase": ["at best"], "reason": ["A turn of phrase"]}),
        },
        as_of,
        {
            "may_go": "▼ Not yet" if bad else "▲ Yes, with care" if care else "● Yes",
            "text_waiting": state["review"],
            "text_context": state["context"],
            "text_urgent": soon,
            "text_live": late,
            "review_rate": divided(reviewed, reviewed + state["review"] + state["context"]),
            "paper_missing": paper.count("missing"),
            "paper_expired": paper.count("expired"),
            "data_bad": data.count("bad") + data.count("late"),
            "data_late": data.count("late"),
            "market_bad": licence.count("missing") + licence.count("expired"),
        },
    )
