"""A major dispute is registered, reported upward at once, taken up, gone on with, ended; read by few."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind, UnitKind
from firstdesk.directory.tests.factories import acting, make_unit, staffed
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.mediation.tests.factories import make_accepted
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock
from firstdesk.screening import services
from firstdesk.screening.models import Major, Progress
from firstdesk.screening.selectors import majors
from firstdesk.screening.states import MajorState
from firstdesk.screening.tests.factories import registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    above = make_unit(UnitKind.CENTRE, centre_kind=CentreKind.GOVERNANCE, code="above", division_code="3500")
    desk.centre.jurisdiction.parent = above
    for unit in (desk.centre.jurisdiction, desk.centre.unit):
        unit.path = f"{above.path}{unit.path.strip('/')}/"
        unit.save()
    return desk


def test_it_goes_to_the_superior_at_once(desk: Desk) -> None:
    above = desk.centre.jurisdiction.parent
    assert above is not None
    _, people = staffed(above)
    matter = make_matter(desk)
    row = services.register(matter, registration(desk), by=desk.by, at=desk.at)
    assert (row.number, row.superior) == (f"{matter.number}-Z1", above)
    assert Notice.objects.filter(recipient=people["director"], kind="major.registered").exists()
    assert row in majors.visible(acting(people["director"], desk.at))
    services.take_up(row, "派员到场", by=acting(people["director"], desk.at).actor, at=desk.at)
    assert Major.objects.get().state == MajorState.TAKEN_UP
    services.settle(Major.objects.get(), "工资已付清", by=desk.by, at=desk.at)
    assert Notice.objects.filter(recipient=people["director"], kind="major.ended").exists()
    assert Major.objects.get().state == MajorState.ENDED and Progress.objects.count() == 1
    assert Entry.objects.filter(chain=row.ledger_chain, verb="major.ended").count() == 1
    assert not Entry.objects.filter(chain=row.ledger_chain, verb="major.progressed").exists()  # one verb, one entry
    with pytest.raises(NotAllowed):
        services.note(Major.objects.get(), "再说一句", by=desk.by, at=desk.at)


@pytest.mark.parametrize(
    ("field", "value", "missing"),
    [("focus", "", "focus"), ("parties", "只有一方", "both_sides"), ("note", " ", "situation_note"), ("asked", "", "asked_of_superior")],
)  # fmt: skip
def test_the_rules_say_what_the_form_misses(desk: Desk, field: str, value: str, missing: str) -> None:
    with pytest.raises(Refusal) as refused:
        services.register(make_matter(desk), registration(desk, **{field: value}), by=desk.by, at=desk.at)
    assert missing in {detail.field for detail in refused.value.details} and not Major.objects.exists()


def test_the_promise_of_the_case_to_report_is_kept_with_it() -> None:
    table = make_accepted(grade="major")
    clock = Clock.objects.get(code="mediation_report_up")
    matter = Matter.objects.select_related("centre").get(pk=table.case.matter_id)
    services.register(
        matter, registration(table.desk, found_on=table.at.date()), case=table.case, by=table.by, at=table.at
    )
    clock.refresh_from_db()
    assert clock.state == "stopped" and clock.outcome == "kept"


def test_only_few_read_it_and_the_pages_work(desk: Desk) -> None:
    matter, client, other = make_matter(desk), Client(), Client()
    client.force_login(desk.centre.people["director"])
    other.force_login(desk.centre.people["intake"])
    url = reverse("screening:register", args=[matter.number])
    assert client.get(url).status_code == 200
    body = {name: getattr(registration(desk), name) for name in ("place", "found_by", "kind", "parties", "people_involved", "cause", "focus", "measures", "asked", "note")}  # fmt: skip
    body |= {"found_on": "2025-09-29", "leader": desk.centre.people["director"].pk, "kind": matter.topic}
    body |= {"seen": matter.changed_at.isoformat()}
    assert client.post(url, body | {"focus": ""}).status_code == 422 and not Major.objects.exists()
    assert client.post(url, body).status_code == 303
    row = Major.objects.get()
    page = reverse("screening:major", args=[row.number])
    assert "工人代表甲" in client.get(page).content.decode()
    assert other.get(page).status_code == 403
    assert row.number in client.get(reverse("screening:list")).content.decode()
    assert row.number not in other.get(reverse("screening:list")).content.decode()
    assert "工人代表甲" not in client.get(reverse("screening:list")).content.decode()
    note, seen = reverse("screening:note", args=[row.number]), {"seen": row.changed_at.isoformat()}
    assert client.post(note, {"words": "第二次约谈"}).status_code == 422  # it does not say what its page showed
    assert client.post(note, {"words": "第二次约谈", **seen}).status_code == 303
    assert other.post(note, {"words": "x"}).status_code == 403
    for verb in ("note", "settle"):
        stale = client.post(reverse(f"screening:{verb}", args=[row.number]), {"words": "再约", **seen})
        assert stale.status_code == 409 and "记录重大纠纷进展" in stale.content.decode()
    row.refresh_from_db()
    body = {"words": "已付清", "seen": row.changed_at.isoformat()}
    assert client.post(reverse("screening:settle", args=[row.number]), body).status_code == 303
    assert client.post(reverse("screening:take_up", args=[row.number]), {"words": "x"}).status_code == 403
