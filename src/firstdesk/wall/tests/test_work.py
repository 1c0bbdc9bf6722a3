"""Gates, routes, procedures, meetings: how often they were gone through is what a recount of the records gives."""

import pytest
from django.test import Client

from firstdesk.common import clock
from firstdesk.directory.models import CentreKind
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.regulations import selectors as regulations
from firstdesk.regulations.tests.factories import load_real_rules
from firstdesk.rulebook.model import GateRule
from firstdesk.triage.models import Decision
from firstdesk.wall.models import WallFigure
from firstdesk.wall.selectors import lines, page, work
from firstdesk.wall.selectors.passages import AFTER
from firstdesk.wall.services import figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    for number in range(4):
        make_matter(desk, state=State.HANDLING, at=desk.later(hours=-number))
    figures.refresh(at=desk.later(hours=2))
    return desk


def kept(desk: Desk, carrier: str) -> int:
    month = clock.local(desk.at).date().replace(day=1)
    return sum(WallFigure.objects.filter(carrier=carrier, month=month).values_list("kept", flat=True))


def test_a_gate_counts_what_went_through_it(desk: Desk) -> None:
    registered = Entry.objects.filter(verb="matter.registered").count()
    assert registered == 4
    assert kept(desk, "gc.register.detail") == registered
    phoned = Matter.objects.filter(channel="phone").count()
    assert kept(desk, "gc.register.phone") == phoned, "asked of calls alone"


def test_a_row_of_a_table_counts_its_decisions(desk: Desk) -> None:
    for rule, row in Decision.objects.values_list("rule_id", "row_id").distinct():
        assert kept(desk, f"{rule}/{row}") == Decision.objects.filter(rule_id=rule, row_id=row).count()


def test_a_gate_that_is_not_adopted_here_counts_nothing(desk: Desk) -> None:
    book = regulations.current(desk.at)
    here = {
        gate.id
        for (kind, _verb), found in book.by_verb.items()
        if kind == desk.centre.unit.centre_kind
        for gate in found
    }
    gates = {rule.id for rule in book.rules.values() if isinstance(rule, GateRule)}
    assert not WallFigure.objects.filter(carrier__in=gates - here).exists()


def test_every_gate_is_counted_somewhere() -> None:
    """A verb of the rules nobody counts would stand on the wall as «none this month» for ever."""
    verbs = {rule.verb for rule in load_real_rules().rules.values() if isinstance(rule, GateRule)}
    by_rows = {"triage.decide", "dispatch.order_first", "meetings.begin", "meetings.sign", "screening.report",
               "screening.report_major", "rosters.plan_shift"}  # fmt: skip
    assert verbs - set(AFTER.values()) - by_rows == set()


def test_every_clause_that_is_carried_says_something(desk: Desk) -> None:
    book = regulations.current(desk.at)
    for code in book.regulations:
        for group in page.wall(book, desk.centre.unit, code, desk.at).groups:
            for it in group.lines:
                if it.line.status in {"carried", "checklist"}:
                    assert it.said, it.line.clause.id


def test_every_way_of_carrying_has_its_meaning() -> None:
    assert set(lines.CARRIES) <= set(lines.MEANS)


def test_every_source_can_be_asked() -> None:
    for source in work.SOURCES.values():
        fields = [source.time, source.place, *source.by, *filter(None, (source.matter, source.label))]
        assert list(source.rows().values_list(*fields)[:1]) is not None


def test_staff_read_the_rows_and_nobody_else(desk: Desk, client: Client) -> None:
    url = f"/wall/{desk.centre.unit.code}/GC-01-06/rows/"
    assert client.get(url).status_code == 302, "who is not signed in"
    client.force_login(desk.officer)
    assert client.get(url).status_code == 403
    client.force_login(desk.centre.people["director"])
    answer = client.get(url)
    assert answer.status_code == 200
    assert client.get(f"/wall/{desk.centre.unit.code}/nothing/rows/").status_code == 404


def test_the_rows_of_a_month_are_as_many_as_its_number(
    desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: desk.later(hours=2))
    client.force_login(desk.centre.people["director"])
    html = client.get(f"/wall/{desk.centre.unit.code}/GC-13-03/rows/").content.decode()
    numbers = Matter.objects.values_list("number", flat=True)
    assert all(number in html for number in numbers)


def test_another_kind_of_centre_is_counted_by_its_own_rules() -> None:
    desk = make_desk(CentreKind.POLICE_OFFICE)
    make_matter(desk, at=desk.at)
    figures.refresh(at=desk.later(hours=1))
    book = regulations.current(desk.at)
    ids = [gate.id for gate in book.by_verb[(CentreKind.POLICE_OFFICE, "intake.register")] if not gate.when]
    assert ids and all(kept(desk, name) == 1 for name in ids if not book.gate(name).unless)
