"""Every figure of a month equals a recount of the records it leads to, over random populations; kept, it stays."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.tests.factories import acting
from firstdesk.matters.models import Grade
from firstdesk.matters.tests.factories import SHANGHAI, Desk, make_desk, make_matter
from firstdesk.mediation.models import Agreement, Case, Failure, Party, Promise, Term
from firstdesk.screening import services
from firstdesk.screening.models import Statement
from firstdesk.screening.selectors import records, statements, wall
from firstdesk.screening.selectors.figures import KINDS, Wish
from firstdesk.screening.selectors.months import Month
from firstdesk.screening.states import StatementState

pytestmark = pytest.mark.django_db

SEPTEMBER = Month(date(2025, 9, 1))
START = datetime(2025, 7, 20, 9, 0, tzinfo=SHANGHAI)
TOPICS = ("neighbour_disputes.water_leak", "neighbour_disputes", "property_management", "family_disputes.support")
days = st.integers(min_value=0, max_value=110)
one_case = st.fixed_dictionaries({
    "applied": days, "decided": st.none() | days, "fate": st.sampled_from(("open", "agreed", "failed", "withdrawn", "declined")),
    "after": days, "grade": st.sampled_from(Grade.values), "kind": st.sampled_from(TOPICS),
    "promises": st.lists(st.tuples(days, st.sampled_from(("awaited", "kept", "broken", "released"))), max_size=3),
})  # fmt: skip


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def populate(desk: Desk, given_: list[dict[str, object]]) -> list[SimpleNamespace]:
    """Rows as the verbs leave them, written directly: the arithmetic is what is tried, not the way there."""
    matter, made = make_matter(desk), []
    for seq, each in enumerate(given_, 1):
        told = SimpleNamespace(**each)
        told.decided = None if told.decided is None else day(told.applied + told.decided)
        if told.decided is None:
            told.fate = "withdrawn" if told.fate == "withdrawn" else "open"
        base = told.decided or day(told.applied)
        told.done = (
            base + timedelta(days=told.after, hours=5) if told.fate in {"agreed", "failed", "withdrawn"} else None
        )
        told.row = _case(desk, matter.pk, seq, told)
        if told.fate in {"failed", "withdrawn"}:
            reason = "withdrawn" if told.fate == "withdrawn" else "no_agreement"
            Failure.objects.create(case=told.row, reason=reason, words="x", ended_at=told.done, ended_by=desk.officer)
        told.due = _promises(desk, told) if told.fate == "agreed" else []
        made.append(told)
    return made


STATES = {"agreed": "effective", "failed": "failed", "withdrawn": "withdrawn", "declined": "declined"}


def _case(desk: Desk, matter: int, seq: int, told: SimpleNamespace) -> Case:
    state = STATES.get(told.fate, "accepted" if told.decided else "applied")
    ended = {"ended_at": told.decided, "ended_by": desk.officer} if state == "declined" else {}
    return Case.objects.create(
        matter_id=matter, centre=desk.centre.unit, year=2025, seq=seq, number=f"RT-{seq}", state=state, source="written",
        grade=told.grade, kind=told.kind, facts="x", applied_at=day(told.applied), applied_by=desk.officer,
        decided_at=told.decided, decided_by=desk.officer if told.decided else None,
        effective_at=told.done if told.fate == "agreed" else None, changed_at=day(told.applied), **ended,
    )  # fmt: skip


def _promises(desk: Desk, told: SimpleNamespace) -> list[tuple[date, str]]:
    one, two = (
        Party.objects.create(
            case=told.row,
            side=no,
            no=no,
            name="x",
            keep_until=date(2030, 1, 1),
            entered_at=desk.at,
            entered_by=desk.officer,
        )
        for no in (1, 2)
    )
    agreement = Agreement.objects.create(
        case=told.row, number=f"{told.row.number}-1", kind="oral", state="effective", facts="x", issues="x",
        effective_at=told.done, drafted_at=told.done, drafted_by=desk.officer, changed_at=told.done,
    )  # fmt: skip
    term = Term.objects.create(agreement=agreement, no=1, kind="do", debtor=one, creditor=two, what="x")
    found = []
    for no, (number, state) in enumerate(told.promises, 1):
        due = (told.done + timedelta(days=number % 60)).date()
        kept = told.done if state == "kept" else None
        Promise.objects.create(term=term, no=no, due_on=due, state=state, kept_at=kept)
        found.append((due, state))
    return found


def recount(population: list[SimpleNamespace], month: Month) -> dict[str, int]:
    """The same figures, counted one by one without the database."""
    inside = lambda at: at is not None and month.begins <= at < month.ends  # noqa: E731
    taken = [each for each in population if each.decided and each.fate != "declined"]
    due = [each for each in population if any(month.first <= on <= month.last for on, _ in each.due)]
    well = ("kept", "released")
    return {
        "accepted": sum(inside(each.decided) for each in taken),
        "settled": sum(each.fate == "agreed" and inside(each.done) for each in population),
        "failed": sum(each.fate == "failed" and inside(each.done) for each in taken),
        "withdrawn": sum(each.fate == "withdrawn" and inside(each.done) for each in taken),
        "pending": sum(each.decided < month.ends and (each.done is None or each.done >= month.ends) for each in taken),
        "major": sum(inside(each.decided) and each.grade == "major" for each in taken),
        "due": len(due),
        "performed": sum(
            all(state in well for on, state in each.due if month.first <= on <= month.last) for each in due
        ),
    }


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(one_case, max_size=12))
def test_every_figure_is_a_recount_of_what_it_leads_to(desk: Desk, given_: list[dict[str, object]]) -> None:
    centre, reader = desk.centre.unit, acting(desk.centre.people["director"], desk.at)
    with transaction.atomic():
        population = populate(desk, given_)
        for month in (SEPTEMBER, SEPTEMBER.before):
            shown = statements.line(centre, month, desk.at).figures
            told, before = recount(population, month), recount(population, month.before)
            assert {code: shown.of(code) for code in told} == told
            assert {each.code: each.before for each in shown.lines if each.code in before} == before
            for code in KINDS:
                keys = statements.behind([centre], Wish(code, month))
                assert len(records.lines(KINDS[code].of, keys, reader)) == len(keys) == shown.of(code)
            assert sum(count for _, count, _ in shown.topics) == sum(n for _, n, _ in shown.grades) == told["accepted"]
            for root, count, _query in shown.topics:
                assert len(statements.behind([centre], Wish("accepted", month, topic=root))) == count
        transaction.set_rollback(True)


@pytest.fixture
def desk() -> Desk:
    return make_desk(at=datetime(2025, 10, 3, 10, 0, tzinfo=SHANGHAI))


def case(desk: Desk, seq: int, **values: object) -> SimpleNamespace:
    base = {
        "applied": 45,
        "decided": 0,
        "fate": "agreed",
        "after": 1,
        "grade": "ordinary",
        "kind": TOPICS[0],
        "promises": [],
    }
    return populate_one(desk, seq, base | values)


def populate_one(desk: Desk, seq: int, told: dict[str, object]) -> SimpleNamespace:
    return populate(desk, [told] * 1)[0] if seq == 1 else populate(desk, [told])[0]


def window(desk: Desk, code: str) -> Client:
    client = Client()
    client.force_login(desk.centre.people[code])
    return client


def by(desk: Desk, code: str):  # type: ignore[no-untyped-def]
    return acting(desk.centre.people[code], desk.at).actor


def test_kept_figures_stay_what_they_were(desk: Desk) -> None:
    told = case(desk, 1)
    row = services.fill(desk.centre.unit, SEPTEMBER, "", by=by(desk, "intake"), at=desk.at)
    services.issue(row, by=by(desk, "director"), at=desk.at)
    Case.objects.filter(pk=told.row.pk).update(effective_at=None, state="accepted")
    shown = statements.line(desk.centre.unit, SEPTEMBER, desk.at)
    assert shown.is_issued and shown.figures.of("settled") == 1
    assert statements.behind([desk.centre.unit], Wish("settled", SEPTEMBER)) == [told.row.pk]
    with pytest.raises(NotAllowed):
        services.fill(desk.centre.unit, SEPTEMBER, "", by=by(desk, "intake"), at=desk.at)


def test_two_people_fill_and_check(desk: Desk) -> None:
    row = services.fill(desk.centre.unit, SEPTEMBER, "", by=by(desk, "director"), at=desk.at)
    with pytest.raises(Refusal):
        services.issue(row, by=by(desk, "director"), at=desk.at)
    assert Statement.objects.get().state == StatementState.FILLED


def test_a_zero_is_a_report(desk: Desk) -> None:
    row = services.fill(desk.centre.unit, SEPTEMBER, "", by=by(desk, "intake"), at=desk.at)
    assert statements.line(desk.centre.unit, SEPTEMBER, desk.at).figures.is_zero
    services.issue(row, by=by(desk, "director"), at=desk.at)


def test_what_changed_between_filling_and_checking_is_seen(desk: Desk) -> None:
    told = case(desk, 1, fate="open")
    row = services.fill(desk.centre.unit, SEPTEMBER, "", by=by(desk, "intake"), at=desk.at)
    Case.objects.filter(pk=told.row.pk).update(grade="major")
    with pytest.raises(Conflict):
        services.issue(row, by=by(desk, "director"), at=desk.at)


def test_a_running_month_is_not_kept(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        services.fill(desk.centre.unit, Month(date(2025, 10, 1)), "", by=by(desk, "intake"), at=desk.at)


def test_the_pages_show_and_lead_to_the_records(desk: Desk) -> None:
    told = case(desk, 1)
    client = window(desk, "director")
    page = client.get(reverse("screening:statistics"), {"month": "2025-09"}).content.decode()
    assert "figure=settled" in page
    address = reverse("screening:records")
    page = client.get(address, {"month": "2025-09", "figure": "settled", "centre": desk.centre.unit.code})
    assert told.row.number in page.content.decode()
    assert client.get(address, {"figure": "nonsense"}).status_code == 404
    assert client.get(address, {"figure": "found", "centre": "elsewhere"}).status_code == 404


def test_filled_and_checked_through_the_pages(desk: Desk) -> None:
    filler, checker, here = window(desk, "intake"), window(desk, "director"), {"month": "2025-09"}
    assert filler.post(reverse("screening:fill"), here).status_code == 303
    row = Statement.objects.get()
    assert filler.post(reverse("screening:issue"), here | {"seen": row.filled_at.isoformat()}).status_code == 403
    assert checker.post(reverse("screening:issue"), here).status_code == 422
    services.fill(desk.centre.unit, SEPTEMBER, "补报", by=by(desk, "intake"), at=row.filled_at + timedelta(minutes=1))
    told = checker.post(reverse("screening:issue"), here | {"seen": row.filled_at.isoformat()})
    assert told.status_code == 409 and "填报2025-09纠纷月报" in told.content.decode()
    assert filler.post(reverse("screening:fill"), here | {"seen": row.filled_at.isoformat()}).status_code == 409
    row.refresh_from_db()
    assert checker.post(reverse("screening:issue"), here | {"seen": row.filled_at.isoformat()}).status_code == 303
    row.refresh_from_db()
    assert row.state == StatementState.ISSUED and row.checked_by == desk.centre.people["director"]


def test_the_wall_keeps_small_counts_back(desk: Desk) -> None:
    assert wall.mediated(desk.centre.unit, desk.at) is None
    row = services.fill(desk.centre.unit, SEPTEMBER, "", by=by(desk, "intake"), at=desk.at)
    for settled, failed, shown in ((2, 0, None), (3, 0, 100), (3, 1, None), (6, 3, 66), (0, 0, None)):
        figures_ = row.figures | {"settled": list(range(settled)), "failed": list(range(failed))}
        Statement.objects.update(
            figures=figures_, state="issued", checked_at=desk.at, checked_by=desk.centre.people["director"]
        )
        found = wall.mediated(desk.centre.unit, desk.at)
        assert found is not None and found.rate == shown
        assert found.settled is None or found.settled == settled
        assert found.settled not in {1, 2} and found.failed not in {1, 2}
