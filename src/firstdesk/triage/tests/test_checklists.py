"""Checklists of matters in which a forgotten question can cost somebody dearly."""

import pytest
from django.test import Client

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.triage import services
from firstdesk.triage.models import Tick
from firstdesk.triage.selectors.checklists import ticks_of
from firstdesk.triage.tests.factories import judged, verbs

pytestmark = pytest.mark.django_db
LOST = {"nature": "help", "topic": "missing_person.missing_elder", "remit": "outside"}
REQUIRED = tuple(f"gc.check.missing_person/{item}" for item in ("last_seen", "looks", "police"))


def lost(desk: Desk) -> Matter:
    matter = make_matter(desk)
    Matter.objects.filter(pk=matter.pk).update(nature="help", topic="missing_person")
    matter.refresh_from_db()
    return matter


def test_the_route_waits_for_the_required_points() -> None:
    desk = make_desk(CentreKind.GOVERNANCE)
    with pytest.raises(Refusal) as refused:
        services.decide(make_matter(desk), judged(**LOST, ticked=REQUIRED[:2]), by=desk.by, at=desk.later(minutes=1))
    assert [(detail.field, detail.clauses) for detail in refused.value.details] == [
        ("checklist_done", ("GC-09-05", "GC-13-03"))
    ]
    assert not Tick.objects.exists()


def test_ticks_given_with_the_decision_are_kept_with_it() -> None:
    desk = make_desk(CentreKind.GOVERNANCE)
    matter = make_matter(desk)
    services.decide(matter, judged(**LOST, ticked=(*REQUIRED, "no.such/item")), by=desk.by, at=desk.later(minutes=1))
    assert {code for code, tick in ticks_of(matter).items() if tick.is_done} == set(REQUIRED)


def test_what_is_urgent_does_not_wait() -> None:
    desk = make_desk(CentreKind.GOVERNANCE)
    services.decide(
        make_matter(desk), judged(**LOST, urgency="urgent", ticked=()), by=desk.by, at=desk.later(minutes=1)
    )


def test_ticked_before_counts_too() -> None:
    desk = make_desk(CentreKind.GOVERNANCE)
    matter = lost(desk)
    services.tick(matter, REQUIRED, by=desk.by, at=desk.later(minutes=1))
    services.decide(matter, judged(**LOST, ticked=()), by=desk.by, at=desk.later(minutes=2))
    assert "checklist.ticked" in verbs(matter)


def test_unticked_is_a_row_of_its_own_and_nothing_new_is_no_row() -> None:
    desk = make_desk(CentreKind.GOVERNANCE)
    matter = lost(desk)
    services.tick(matter, REQUIRED[:1], by=desk.by, at=desk.later(minutes=1))
    assert services.tick(matter, REQUIRED[:1], by=desk.by, at=desk.later(minutes=2)) == []
    services.tick(matter, (), by=desk.by, at=desk.later(minutes=3))
    assert list(Tick.objects.order_by("pk").values_list("is_done", flat=True)) == [True, False]
    assert not ticks_of(matter)[REQUIRED[0]].is_done


def test_neither_another_centre_nor_another_list() -> None:
    desk, other = make_desk(CentreKind.GOVERNANCE), make_desk(CentreKind.GOVERNANCE)
    matter = lost(desk)
    with pytest.raises(NotAllowed):
        services.tick(matter, REQUIRED, by=other.by, at=desk.later(minutes=1))
    with pytest.raises(Refusal):
        services.tick(matter, ["gc.check.fire/leave"], by=desk.by, at=desk.later(minutes=1))


def test_on_the_pages(client: Client) -> None:
    desk = make_desk(CentreKind.GOVERNANCE)
    matter = lost(desk)
    client.force_login(desk.officer)
    page = client.get(f"/matters/{matter.number}/triage/?x").content.decode()
    assert REQUIRED[0] in page
    fields = {"nature": "help", "topic": "missing_person", "urgency": "normal", "grade": "ordinary", "remit": "outside"}
    preview = client.get(f"/matters/{matter.number}/triage/preview/", fields | {"check": REQUIRED[:1]}).content.decode()
    assert f'value="{REQUIRED[0]}" form="decide" checked' in preview
    typing = client.get("/triage/checklist/", {"topic": "missing_person.missing_child"}).content.decode()
    assert REQUIRED[2] in typing and 'form="contact"' in typing
    seen = matter.changed_at.isoformat()
    assert client.post(f"/matters/{matter.number}/checklist/", {"seen": seen, "check": REQUIRED}).status_code == 303
    assert len(ticks_of(matter)) == 3
