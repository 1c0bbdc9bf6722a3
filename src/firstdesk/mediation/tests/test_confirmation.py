"""Confirmation by a court: together, in time, by the days of the rules; what the court said; clear words when late."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common import clock as walls
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.mediation.models import Agent, Agreement, Confirmation, Consent, Paper, Party
from firstdesk.mediation.selectors import after as found
from firstdesk.mediation.selectors import court
from firstdesk.mediation.services import after, papers
from firstdesk.mediation.services.after import Decision
from firstdesk.mediation.states import ConfirmationState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, fresh_party, make_accepted
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db
State = ConfirmationState


@pytest.fixture
def table() -> Table:
    table = walks.planned()
    walks.effective(table)
    return table


def agreement(table: Table) -> Agreement:
    found_ = court.agreement_of(table.case)
    assert found_ is not None
    return found_


def row(table: Table) -> Confirmation:
    found_ = found.confirmation_of(table.case)
    assert found_ is not None
    return found_


def joined(table: Table) -> None:
    after.prepare_confirmation(agreement(table), "澄溪县人民法院", by=table.by, at=table.at)
    for party in table.parties:
        after.join_confirmation(row(table), party, by=table.by, at=table.at)


def clock(table: Table, code: str) -> Clock:
    return Clock.objects.get(matter_id=table.case.matter_id, part=agreement(table).part, code=code)


def test_the_window_is_the_clock_of_the_rules(table: Table) -> None:
    assert found.window_until(agreement(table)) == clock(table, "judicial_window").due_at


def test_both_together_filed_taken_on_more_time_confirmed(table: Table) -> None:
    joined(table)
    assert Consent.objects.filter(about=Consent.About.CONFIRMATION).count() == len(table.parties)
    at = table.desk.later(days=2)
    after.file_confirmation(row(table), on=walls.local(at).date() - timedelta(days=1), by=table.by, at=at)
    assert clock(table, "judicial_window").state == "stopped"
    assert clock(table, "court_acceptance").state == "running"
    after.accept_confirmation(row(table), on=walls.local(at).date(), by=table.by, at=at)
    before = clock(table, "court_decision").due_at
    after.prolong_confirmation(row(table), 10, by=table.by, at=at)
    assert clock(table, "court_decision").due_at > before
    with pytest.raises(NotAllowed):
        after.prolong_confirmation(row(table), 10, by=table.by, at=at)
    day = walls.local(at).date()
    after.decide_confirmation(row(table), Decision(is_confirmed=True, on=day, words="民特1号"), by=table.by, at=at)
    assert row(table).state == State.CONFIRMED and clock(table, "court_decision").state == "stopped"


def test_agreed_by_word_the_days_run_as_well() -> None:
    """In effect from the day it is reached (art. 30); art. 33 counts from effect, and tells no kinds apart."""
    table = make_accepted(is_on_the_spot=True)
    row_ = walks.oral(table)
    running = clock(table, "judicial_window")
    assert running.state == "running" and running.due_at == found.window_until(row_)
    after.prepare_confirmation(agreement(table), "澄溪县人民法院", by=table.by, at=table.at)
    (agreed,) = [sheet for sheet in court.sheets(table.case, row_, table.at) if "登记" in str(sheet.name)]
    assert not agreed.is_there
    papers.make(table.case, Paper.Kind.ORAL, row_.pk, by=table.by, at=table.at)
    assert any(sheet.is_there and "登记" in str(sheet.name) for sheet in court.sheets(table.case, row_, table.at))


def test_each_part_of_an_agreement_has_its_own_days_and_its_own_way_to_the_court() -> None:
    table, first, second = agreed_in_two_parts()
    windows = Clock.objects.filter(code="judicial_window", part__in=[first.part, second.part])
    assert {each.part: each.state for each in windows} == {first.part: "running", second.part: "running"}
    assert court.agreement_of(table.case) == second and court.agreement_of(table.case, first.pk) == first
    at = table.desk.at
    after.prepare_confirmation(walks.again(first), "澄溪县人民法院", by=table.by, at=at)
    for party in table.parties:
        mine = Confirmation.objects.select_related("agreement__case__matter__centre").get(agreement=first)
        after.join_confirmation(mine, party, by=table.by, at=at)
    mine = Confirmation.objects.select_related("agreement__case__matter__centre", "agreement__case__centre").get()
    after.file_confirmation(mine, by=table.by, at=at)
    states = dict(Clock.objects.filter(code="judicial_window").values_list("part", "state"))
    assert states == {first.part: "stopped", second.part: "running"}
    assert found.confirmation_of(table.case, second) is None
    after.prepare_confirmation(walks.again(second), "澄溪县人民法院", by=table.by, at=at)
    client = Client()
    client.force_login(table.mediator.user)
    page = reverse("mediation:confirmation", args=[table.case.number])
    assert "法院决定是否受理" in client.get(f"{page}?agreement={first.pk}").content.decode()
    assert second.number in client.get(page).content.decode()


def agreed_in_two_parts() -> tuple[Table, Agreement, Agreement]:
    """The damage first; what stayed open in a further session, ten days later."""
    table = walks.planned()
    first = walks.effective(table)
    Agreement.objects.filter(pk=first.pk).update(is_partial=True)
    table.desk.at = table.desk.later(days=10)
    session = walks.opened(table, walks.arranged_again(table))
    second = walks.sealed(table, walks.signed(table, walks.frozen_from(table, session)))
    return table, first, second


def test_one_side_alone_asks_in_vain(table: Table) -> None:
    after.prepare_confirmation(agreement(table), "澄溪县人民法院", by=table.by, at=table.at)
    after.join_confirmation(row(table), table.parties[0], way=Consent.Way.LINK, by=table.by, at=table.at)
    with pytest.raises(NotAllowed):
        after.file_confirmation(row(table), by=table.by, at=table.at)


def test_too_late_says_until_when_it_was(table: Table) -> None:
    joined(table)
    until = found.window_until(agreement(table))
    with pytest.raises(NotAllowed) as refused:
        after.file_confirmation(row(table), by=table.by, at=until + timedelta(seconds=1))
    assert f"{walls.local(until):%Y-%m-%d}" in str(refused.value.message)
    after.file_confirmation(row(table), on=walls.local(until).date(), by=table.by, at=until + timedelta(days=2))
    assert row(table).state == State.FILED


def test_days_of_the_court_are_in_order(table: Table) -> None:
    joined(table)
    at = table.desk.later(days=4)
    today = walls.local(at).date()
    after.file_confirmation(row(table), on=today, by=table.by, at=at)
    for wrong in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(Refusal) as refused:
            after.accept_confirmation(row(table), on=wrong, by=table.by, at=at)
        assert refused.value.details[0].field == "on"


def test_dropped_it_is_taken_up_again_within_the_time(table: Table) -> None:
    joined(table)
    after.drop_confirmation(row(table), by=table.by, at=table.at)
    after.prepare_confirmation(agreement(table), "另一法院", by=table.by, at=table.at)
    assert (row(table).state, row(table).joined, row(table).court) == (State.PREPARED, [], "另一法院")
    with pytest.raises(NotAllowed):
        after.prepare_confirmation(agreement(table), "另一法院", by=table.by, at=table.at)


def test_the_court_s_days_run_from_its_own_days_whenever_they_are_entered(table: Table) -> None:
    """Filed on 5 September (a Friday): three days, the last of them a Monday; taken on that Monday: fifteen more."""
    joined(table)
    filed = walls.local(table.at).date() + timedelta(days=1)
    after.file_confirmation(row(table), on=filed, by=table.by, at=table.desk.later(days=6))
    asked = clock(table, "court_acceptance")
    assert walls.local(asked.started_at).date() == filed
    assert walls.local(asked.due_at).date() >= filed + timedelta(days=3)
    assert walls.local(asked.due_at).date() < walls.local(table.desk.later(days=6)).date() + timedelta(days=3)
    taken = filed + timedelta(days=2)
    after.accept_confirmation(row(table), on=taken, by=table.by, at=table.desk.later(days=7))
    deciding = clock(table, "court_decision")
    assert walls.local(deciding.started_at).date() == taken
    assert deciding.due_at == timing.counted(
        deciding.rulebook_version, timing.rule_of(deciding), deciding.started_at
    ).due  # fmt: skip


def test_filed_on_the_last_day_and_entered_later_is_in_time(table: Table) -> None:
    joined(table)
    until = found.window_until(agreement(table))
    after.file_confirmation(row(table), on=walls.local(until).date(), by=table.by, at=until + timedelta(days=2))
    assert clock(table, "judicial_window").outcome == "kept"


def test_the_court_adds_ten_days_at_most(table: Table) -> None:
    """Rules on judicial confirmation, art. 5: the figure stands in the rule."""
    joined(table)
    after.file_confirmation(row(table), by=table.by, at=table.at)
    after.accept_confirmation(row(table), on=walls.local(table.at).date(), by=table.by, at=table.at)
    assert court.more_at_most(agreement(table), table.at) == 10
    with pytest.raises(Refusal) as refused:
        after.prolong_confirmation(row(table), 11, by=table.by, at=table.at)
    assert refused.value.details[0].field == "days" and "10" in str(refused.value.details[0].message)
    after.prolong_confirmation(row(table), 10, by=table.by, at=table.at)


def test_before_it_is_taken_on_it_is_only_turned_away(table: Table) -> None:
    joined(table)
    after.file_confirmation(row(table), by=table.by, at=table.at)
    day = walls.local(table.at).date()
    with pytest.raises(NotAllowed):
        after.decide_confirmation(row(table), Decision(is_confirmed=True, on=day, words="x"), by=table.by, at=table.at)
    away = Decision(is_confirmed=False, on=day, words="不属于受理范围")
    after.decide_confirmation(row(table), away, by=table.by, at=table.at)
    client = Client()
    client.force_login(table.mediator.user)
    page = client.get(reverse("mediation:confirmation", args=[table.case.number])).content.decode()
    assert "不予受理" in page and "驳回" not in page


def test_nobody_joins_twice_and_who_cannot_act_alone_joins_by_the_guardian(table: Table) -> None:
    after.prepare_confirmation(agreement(table), "澄溪县人民法院", by=table.by, at=table.at)
    child, adult = (fresh_party(party) for party in table.parties)
    Party.objects.filter(pk=child.pk).update(capacity=Party.Capacity.LIMITED)
    with pytest.raises(Refusal):
        after.join_confirmation(row(table), fresh_party(child), by=table.by, at=table.at)
    Agent.objects.create(
        party=child, role=Agent.Role.GUARDIAN, name="监护人", keep_until=table.at.date(), entered_at=table.at,
        entered_by_id=table.by.by_id,
    )  # fmt: skip
    after.join_confirmation(row(table), fresh_party(child), by=table.by, at=table.at)
    after.join_confirmation(row(table), adult, by=table.by, at=table.at)
    with pytest.raises(NotAllowed):
        after.join_confirmation(row(table), adult, by=table.by, at=table.at)
    assert Consent.objects.filter(about=Consent.About.CONFIRMATION).count() == 2


def test_what_the_court_asks_for_is_entered_after_the_agreement(table: Table) -> None:
    """Of whom it is missing is said; a number may be added, and reminders go to a new phone, until the case is closed."""
    party = table.parties[0]
    missing = {str(sheet.name): list(sheet.missing) for sheet in court.sheets(table.case, agreement(table), table.at)}
    assert any(missing.values())
    client = Client()
    client.force_login(table.mediator.user)
    to = reverse("mediation:reach", args=[table.case.number, party.no])
    new = {
        "phone": "13800000009",
        "address": "澄溪县一路1号",
        "id_number": "110101199001011237",
        "back": "confirmation",
    }
    answer = client.post(to, new | {"seen": table.case.edition})
    assert answer.status_code == 303 and answer["Location"].endswith("/confirmation/")
    assert fresh_party(party).id_number == "110101199001011237" and fresh_party(party).identity
    assert client.post(to, new | {"seen": 1}).status_code == 409
    other = fresh_party(table.parties[1])
    twin = client.post(
        reverse("mediation:reach", args=[table.case.number, other.no]), new | {"seen": table.case.edition}
    )
    assert twin.status_code == 422


def test_through_the_page(table: Table) -> None:
    client = Client()
    client.force_login(table.mediator.user)

    def send(name: str, **body: object) -> int:
        address = reverse(f"mediation:confirmation_{name}", args=[table.case.number])
        return client.post(address, {"seen": table.case.edition} | body).status_code

    page = reverse("mediation:confirmation", args=[table.case.number])
    assert client.get(page).status_code == 200
    walls_day = walls.local(table.at).date()
    row_ = agreement(table)
    Agreement.objects.filter(pk=row_.pk).update(effective_at=walls.now())
    assert send("prepare", court="") == 422
    assert send("prepare", court="澄溪县人民法院") == 303
    assert send("file", on=walls_day) == 403  # nobody has joined
    for party in table.parties:
        assert send("join", party=party.no, way="present") == 303
    assert client.post(reverse("mediation:confirmation_join", args=[table.case.number]), {"seen": 1}).status_code == 409
    assert send("drop") == 303
    assert "不再申请" in client.get(page).content.decode()
    other = Client()
    other.force_login(table.user("intake"))
    assert other.get(page).status_code in {403, 404}
