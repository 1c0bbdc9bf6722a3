"""Our working days against a table of official days that nobody on the project wrote: zero differences."""

import csv
import os
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from firstdesk.rulebook.workdays import Calendar, official

DATA = Path(os.environ.get("FIRSTDESK_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
TABLE = DATA / "calendar" / "working_days_2007_2024.csv"
COUNTS = (1, 3, 5, 7, 10, 15, 20, 30, 60)
CALENDAR = Calendar()

pytestmark = pytest.mark.skipif(
    not TABLE.exists(), reason=f"{TABLE} is absent: set FIRSTDESK_DATA to the folder of the data"
)


@pytest.fixture(scope="module")
def days() -> dict[date, bool]:
    """Every day of the table: is it a working day?"""
    with TABLE.open(encoding="utf-8-sig", newline="") as rows:
        found = {date.fromisoformat(row["date"]): row["is_workday"] == "1" for row in csv.DictReader(rows)}
    ordered = sorted(found)
    assert len(ordered) == (ordered[-1] - ordered[0]).days + 1, "the table has holes"
    return found


def walk(days: dict[date, bool], start: date, largest: int) -> Sequence[date]:
    """The working days after `start`, counted one by one, as far as the table goes."""
    found: list[date] = []
    day = start + timedelta(days=1)
    while day in days and len(found) < largest:
        if days[day]:
            found.append(day)
        day += timedelta(days=1)
    return found


def test_every_day_is_what_the_table_says(days: dict[date, bool]) -> None:
    assert [day for day, workday in days.items() if CALENDAR.is_workday(day) != workday] == []


def test_every_date_and_count(days: dict[date, bool]) -> None:
    """A count that ends after the table cannot be checked by it; every other one is."""
    differences, checked = [], 0
    for day in days:
        later = walk(days, day, max(COUNTS))
        for n in COUNTS:
            if n <= len(later):
                checked += 1
                if CALENDAR.add_workdays(day, n) != (later[n - 1], False):
                    differences.append((day, n))
    assert differences == []
    unchecked = len(days) * len(COUNTS) - checked
    assert unchecked < 62 * 2 * len(COUNTS), f"{unchecked} counts run past the table"


def test_the_table_lies_within_the_published_years(days: dict[date, bool]) -> None:
    assert official().first_year <= min(days).year and max(days).year <= official().last_year
