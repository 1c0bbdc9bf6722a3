"""What everybody may read of a year's complaints: no small number, and none from which one follows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.matters.tests.factories import TUESDAY
from firstdesk.wall.selectors import totals
from firstdesk.wall.selectors.totals import PublicTotals, public_totals


@contextmanager
def figures(**values: int) -> Iterator[None]:
    names = (
        "received",
        "open",
        "in_time",
        "late",
        "days",
        "promised",
        "paid",
        "explained",
        "awaiting",
        "promised_to",
        "paid_to",
    )
    found = SimpleNamespace(since=date(2025, 1, 1), **(dict.fromkeys(names, 0) | values))
    with mock.patch.object(totals.complaints, "totals", lambda *_args: found):
        yield


def read(**values: int) -> PublicTotals:
    with figures(**values):
        return public_totals(mock.sentinel.centre, TUESDAY)


def small(count: int) -> bool:
    return 0 < count < 3


@given(
    good=st.integers(0, 9),
    late=st.integers(0, 9),
    waiting=st.integers(0, 9),
    share=st.floats(0, 1),
    days=st.integers(1, 40),
)
def test_no_small_number_can_be_worked_out(good: int, late: int, waiting: int, share: float, days: int) -> None:
    paid_to = round(late * share)
    shown = read(
        received=good + late + waiting, in_time=good, late=late, promised_to=late, paid_to=paid_to, promised=10 * days * late,
        paid=10 * days * paid_to,
    )  # fmt: skip
    if shown.few:
        return
    if shown.answered:
        parts = [int(part) for part in shown.answered.split(" / ")]
        assert not any(small(part) for part in parts) and not small(shown.received - sum(parts))
    if shown.promised is not None:
        assert not small(late)
    if shown.paid is not None:
        assert not small(paid_to) and not small(late - paid_to)


@pytest.mark.parametrize("late", [1, 2])
def test_money_that_is_not_shown_is_not_said_to_be_nothing(late: int) -> None:
    assert read(received=9, in_time=9 - late, late=late, promised_to=late, promised=30).promised is None


def test_what_is_large_is_shown() -> None:
    given: dict[str, Any] = {"received": 20, "in_time": 12, "late": 8, "promised_to": 8, "paid_to": 4}
    shown = read(**given, promised=240, paid=90)
    assert (shown.answered, shown.promised, shown.paid) == ("12 / 8", 240, 90)
