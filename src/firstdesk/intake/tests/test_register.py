"""A contact becomes a report: complete, anonymous if wished, with the clocks of the call kept or late."""

from datetime import timedelta

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.intake import services
from firstdesk.intake.models import Party, Report
from firstdesk.intake.services import PartyData
from firstdesk.intake.states import ContactState
from firstdesk.intake.tests.factories import make_contact, registration
from firstdesk.ledger.models import Entry
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk
from firstdesk.obligations.models import Clock
from firstdesk.triage.services import Classification

pytestmark = pytest.mark.django_db


def test_registered() -> None:
    desk = make_desk()
    contact = make_contact(desk)
    matter = services.register(registration(desk, contact=contact), by=desk.by, at=desk.later(seconds=90))
    report = Report.objects.get(matter=matter)
    assert (matter.title, matter.first_receiver, matter.is_identified) == (
        "楼上漏水,天花板已经湿了",
        desk.officer,
        True,
    )
    assert (report.contact, report.answered_at) == (contact, desk.later(seconds=4))
    assert matter.number.startswith("JJ-") and len(matter.token) == 43
    contact.refresh_from_db()
    assert (contact.state, contact.draft) == (ContactState.REGISTERED, {})
    assert Clock.objects.filter(matter_id=matter.pk, code="triage", state="running").exists()


@pytest.mark.parametrize(("seconds", "outcome"), [(15, "kept"), (16, "late")])
def test_three_rings(seconds: int, outcome: str) -> None:
    desk = make_desk(CentreKind.SERVICE_LINKAGE)
    contact = make_contact(desk, answered=False)
    services.answer_contact(contact, by=desk.by, at=desk.later(seconds=seconds))
    matter = services.register(registration(desk, contact=contact), by=desk.by, at=desk.later(seconds=100))
    assert Clock.objects.get(matter_id=matter.pk, code="answer").outcome == outcome


@pytest.mark.parametrize(("seconds", "outcome"), [(124, "kept"), (125, "late")])
def test_interview_of_two_minutes(seconds: int, outcome: str) -> None:
    desk = make_desk(CentreKind.SERVICE_LINKAGE)
    contact = make_contact(desk)
    matter = services.register(registration(desk, contact=contact), by=desk.by, at=desk.later(seconds=seconds))
    clock = Clock.objects.get(matter_id=matter.pk, code="interview")
    assert (clock.outcome, clock.is_advisory) == (outcome, True)


def test_a_visitor_does_not_ring() -> None:
    desk = make_desk()
    contact = make_contact(desk, channel="walk_in")
    new = registration(desk, contact=contact, channel="walk_in")
    matter = services.register(new, by=desk.by, at=desk.later(minutes=1))
    assert not Clock.objects.filter(matter_id=matter.pk, code="answer").exists()


def test_anonymous_is_first_class() -> None:
    desk = make_desk(CentreKind.POLICE_MEDIATION)
    new = registration(desk, reporter="anonymous", parties=(), may_contact=False)
    matter = services.register(new, by=desk.by, at=desk.later(minutes=1))
    assert not matter.is_identified and not Party.objects.filter(matter=matter).exists()


def test_a_pseudonym_is_enough() -> None:
    desk = make_desk()
    alias = (PartyData(role=Party.Role.REPORTER, name="热心居民"),)
    new = registration(desk, reporter="pseudonymous", parties=alias, phone_withheld=True)
    matter = services.register(new, by=desk.by, at=desk.later(minutes=1))
    assert Party.objects.get(matter=matter).name == "热心居民"


def test_what_is_missing_is_named_with_its_clause() -> None:
    desk = make_desk(CentreKind.POLICE_MEDIATION)
    new = registration(desk, narrative=" ", place="", occurred_at=None, parties=())
    with pytest.raises(Refusal) as refused:
        services.register(new, by=desk.by, at=desk.later(minutes=1))
    found = {detail.field: detail.clauses for detail in refused.value.details}
    assert {"occurred_at", "place", "narrative", "persons_or_anonymous", "caller_or_anonymous"} <= set(found)
    assert "PM-023" in found["place"]
    assert not Report.objects.exists()


def test_not_before_it_happened() -> None:
    desk = make_desk()
    with pytest.raises(Refusal) as refused:
        services.register(registration(desk, occurred_at=desk.later(days=1)), by=desk.by, at=desk.at)
    assert refused.value.details[0].field == "occurred_at"


def test_the_point_finds_its_grid() -> None:
    desk = make_desk()
    matter = services.register(registration(desk, point=(118.15, 25.05)), by=desk.by, at=desk.at)
    assert (matter.zone, matter.grid) == ("rural", desk.centre.grids[1])
    assert Report.objects.get(matter=matter).grid == desk.centre.grids[1]


def test_a_point_outside_every_grid() -> None:
    desk = make_desk()
    matter = services.register(registration(desk, point=(10.0, 10.0)), by=desk.by, at=desk.at)
    assert (matter.zone, matter.grid) == ("unknown", None)


def test_persons_are_kept_for_a_time() -> None:
    desk = make_desk()
    matter = services.register(registration(desk), by=desk.by, at=desk.at)
    assert Party.objects.get(matter=matter).keep_until.isoformat() == "2028-09-30"


def test_not_for_another_centre() -> None:
    desk, other = make_desk(), make_desk()
    with pytest.raises(NotAllowed):
        services.register(registration(desk), by=other.by, at=desk.at)


def test_a_contact_is_registered_once() -> None:
    desk = make_desk()
    contact = make_contact(desk)
    services.register(registration(desk, contact=contact), by=desk.by, at=desk.at + timedelta(minutes=1))
    with pytest.raises(NotAllowed):
        services.register(registration(desk, contact=contact), by=desk.by, at=desk.at + timedelta(minutes=2))


def test_recorded_without_persons() -> None:
    desk = make_desk()
    contact = make_contact(desk)
    services.save_draft(contact, draft={"name": "李小明"}, by=desk.by, at=desk.at)
    matter = services.register(registration(desk, contact=contact), by=desk.by, at=desk.later(minutes=1))
    entries = Entry.objects.filter(chain__in=[matter.ledger_chain, contact.ledger_chain])
    verbs = set(entries.values_list("verb", flat=True))
    assert verbs == {"contact.opened", "contact.answered", "contact.registered", "matter.registered"}
    assert not any("李小明" in entry.before_json + entry.after_json for entry in entries)


def test_registered_and_routed_in_one_go() -> None:
    desk = make_desk()
    contact = make_contact(desk)
    judged = Classification(
        nature="complaint", topic="property_management", remit="outside", person_informed=True, urgency="normal"
    )
    new = registration(desk, contact=contact)
    matter = services.register_and_route(new, judged, by=desk.by, at=desk.later(minutes=1))
    matter.refresh_from_db()
    assert matter.state == State.OFFERED


def test_both_or_neither() -> None:
    desk = make_desk()
    judged = Classification(nature="complaint", topic="property_management", remit="outside")
    with pytest.raises(Refusal):
        services.register_and_route(registration(desk), judged, by=desk.by, at=desk.later(minutes=1))
    assert not Report.objects.exists()
