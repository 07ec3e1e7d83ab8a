"""Write China's holidays and make-up days beside the blueprints, from the package chinesecalendar.

    pip install chinesecalendar
    python scripts/holidays.py

The package (MIT, https://github.com/LKI/chinese-calendar) follows the notices of the State Council,
one each autumn for the year to come: run this again when the next year is known. Plansheets itself
never needs the package.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "blueprints"
HOLIDAYS, MAKE_UP_DAYS = FOLDER / "china-holidays.csv", FOLDER / "china-make-up-days.csv"
NAMES = {
    "New Year's Day": ("元旦", "New Year’s Day"),
    "Spring Festival": ("春节", "Spring Festival"),
    "Tomb-sweeping Day": ("清明节", "Qingming"),
    "Labour Day": ("劳动节", "Labour Day"),
    "Dragon Boat Festival": ("端午节", "Dragon Boat"),
    "National Day": ("国庆节", "National Day"),
    "Mid-autumn Festival": ("中秋节", "Mid-Autumn"),
    "Anti-Fascist 70th Day": ("抗战胜利70周年", "70 years of victory"),
}
"""What chinesecalendar calls a holiday, and what the workbooks do."""


def holidays_text(days: Mapping[date, str]) -> str:
    """The file of days off, the latest first."""
    return _text((day, *NAMES[days[day]]) for day in sorted(days, reverse=True))


def make_up_text(days: Mapping[date, str]) -> str:
    """The file of weekend days that are worked, each in exchange for a holiday."""
    named = ((day, *NAMES[days[day]]) for day in sorted(days, reverse=True) if day.weekday() > 4)
    return _text(
        (day, f"{chinese}调休", f"In exchange for {english}") for day, chinese, english in named
    )


def _text(rows: Iterable[tuple[date, str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["date", "name", "name@en"])
    writer.writerows(rows)
    return stream.getvalue()


if __name__ == "__main__":
    from chinese_calendar import constants

    HOLIDAYS.write_text(holidays_text(constants.holidays), encoding="utf-8")
    MAKE_UP_DAYS.write_text(make_up_text(constants.workdays), encoding="utf-8")
