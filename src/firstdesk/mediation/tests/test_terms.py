"""Amounts always balance: to the fen, whatever is divided by whatever; what is stored comes back as it was."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.common.money import MOST
from firstdesk.common.refusals import Refusal
from firstdesk.mediation import rows, terms
from firstdesk.mediation.terms import KINDS, MANY, Clause, Part

TODAY = date(2025, 9, 15)
PARTIES = (1, 2, 3)
days = st.dates(TODAY, date(2040, 12, 31))
amounts = st.integers(1, MOST // MANY)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    str.strip
)


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    """A clause as it is checked to be right."""
    kind = draw(st.sampled_from(KINDS))
    debtor = draw(st.sampled_from(PARTIES))
    creditor = draw(st.sampled_from([no for no in PARTIES if no != debtor]))
    due = sorted(draw(st.lists(days, min_size=1, max_size=6)))
    shares = [draw(amounts) if kind == "pay" else None for _ in due]
    parts = tuple(Part(day, share) for day, share in zip(due, shares, strict=True))
    total = sum(share or 0 for share in shares) if kind == "pay" else None
    return Clause(
        kind, debtor, creditor, draw(words), parts, total, draw(st.text(max_size=5)), draw(st.text(max_size=5))
    )


@given(st.lists(clauses(), min_size=1, max_size=5))
def test_what_is_right_passes_and_comes_back(made: list[Clause]) -> None:
    terms.check(made, parties=PARTIES, today=TODAY)
    assert terms.load(terms.dump(made)) == tuple(made)
    assert not terms.differences(made, terms.load(terms.dump(made)))


@given(clauses().filter(lambda each: each.kind == "pay"), st.integers(-(10**6), 10**6).filter(bool))
def test_a_plan_that_does_not_sum_is_refused(made: Clause, off: int) -> None:
    wrong = replace(made, amount=(made.amount or 0) + off)
    with pytest.raises(Refusal):
        terms.check([wrong], parties=PARTIES, today=TODAY)


@given(amounts, days, st.integers(1, MANY))
def test_equal_instalments_lose_no_fen(amount: int, first: date, months: int) -> None:
    if amount < months:
        return
    parts = terms.evenly(amount, first, months)
    assert len(parts) == months and sum(part.amount or 0 for part in parts) == amount
    assert all((part.amount or 0) > 0 for part in parts)
    due = [part.due_on for part in parts]
    assert due[0] == first and due == sorted(set(due))
    assert {day.day for day in due[:-1]} <= {first.day, 28, 29, 30}
    clause = Clause("pay", 1, 2, "x", parts, amount)
    terms.check([clause], parties=PARTIES, today=first)


@given(clauses())
def test_what_a_page_shows_is_what_it_sends_back(made: Clause) -> None:
    plain = replace(made, what=made.what.strip(), manner=made.manner.strip(), place=made.place.strip())
    assert rows.clauses(rows.typed([plain])) == (plain,)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=12), max_size=6), st.text(max_size=14))
def test_no_page_can_send_what_breaks_it(sent: dict[str, str], order: str) -> None:
    """Refused in words, or read: never an error of the program."""
    typed = rows.read(
        {**sent, "terms": "2", "t1-parts": "9999", "t2-amount": order, "t2-what": order, "t1-first": order}
    )
    for each in (order, f"spread-{order}", "spread-1", "drop_term-9", "drop_part-1-7", "add_part-x"):
        try:
            typed = rows.changed(typed, each)
            rows.clauses(typed)
        except Refusal as refusal:
            assert str(refusal.message)


@pytest.mark.parametrize("text", ["2026-02-31", "2026-13-01", "", "明天", "2025-02-29"])
def test_a_day_the_calendar_lacks(text: str) -> None:
    with pytest.raises(Refusal):
        terms.day(text)


@pytest.mark.parametrize("wrong", ["1e400", "NaN", "Infinity", "-5", "0", "1.001", "９" * 40, "一百"])
def test_no_amount(wrong: str) -> None:
    row = rows.TermRow(debtor="1", creditor="2", what="x", amount=wrong, parts=(rows.PartRow("2026-01-01"),))
    with pytest.raises(Refusal):
        terms.check(rows.clauses([row]), parties=PARTIES, today=TODAY)


def test_nobody_owes_themselves() -> None:
    clause = Clause("do", 1, 1, "x", (Part(TODAY),))
    with pytest.raises(Refusal):
        terms.check([clause], parties=PARTIES, today=TODAY)
