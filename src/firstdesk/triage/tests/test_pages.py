"""The pages of classification: the queue, the decision with its route as it is typed, the panel."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.directory.tests.factories import acting
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, Page, make_desk, make_matter
from firstdesk.triage import services
from firstdesk.triage.models import HazardForm, Verification
from firstdesk.triage.selectors import pages
from firstdesk.triage.tests.factories import abroad, judged

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TYPED = {
    "nature": "civil_dispute", "topic": "neighbour_disputes.water_leak", "urgency": "normal", "grade": "ordinary",
    "remit": "own", "person_informed": "on",
}  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    return make_desk(at=clock.now() - timedelta(minutes=5))


def signed_in(desk: Desk, code: str = "intake") -> Client:
    client = Page()
    client.force_login(desk.centre.people[code], backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(matter: Matter, name: str = "decide") -> str:
    return reverse(f"triage:{name}", args=[matter.number])


def test_queue_has_the_oldest_promise_first(desk: Desk) -> None:
    slow, urgent = make_matter(desk), make_matter(desk, urgency="urgent")
    page = signed_in(desk).get(reverse("triage:queue")).content.decode()
    assert page.index(urgent.number) < page.index(slow.number)


def test_an_empty_queue_says_so(desk: Desk) -> None:
    assert "fd-empty" in signed_in(desk).get(reverse("triage:queue")).content.decode()


def test_decided(desk: Desk) -> None:
    matter, client = make_matter(desk), signed_in(desk)
    assert client.get(url(matter)).status_code == 200
    assert client.post(url(matter), TYPED).status_code == 303
    matter.refresh_from_db()
    assert matter.state == State.HANDLING


def test_the_route_is_shown_as_it_is_typed(desk: Desk) -> None:
    matter, client = make_matter(desk), signed_in(desk)
    shown = client.get(url(matter, "preview"), TYPED, headers=HTMX).content.decode()
    assert "GC-09-05" in shown and "dispute_here" in shown
    assert client.get(url(matter, "preview"), {}, headers=HTMX).status_code == 200
    matter.refresh_from_db()
    assert matter.state == State.TO_TRIAGE


def test_the_preview_is_what_the_page_shows_again(desk: Desk) -> None:
    matter, client = make_matter(desk), signed_in(desk)
    fragment = client.get(url(matter, "preview"), TYPED | {"remit": "unclear"}, headers=HTMX).content.decode()
    refused = client.post(url(matter), TYPED | {"grade": "complex"}).content.decode()
    assert "PM-010" in refused and "director_decision" not in fragment


def test_what_the_gate_misses_stands_on_the_form(desk: Desk) -> None:
    matter, client = make_matter(desk, channel="grid"), signed_in(desk)
    refused = client.post(url(matter), TYPED)
    assert refused.status_code == 422 and "GC-07-02" in refused.content.decode()


def test_what_the_offer_misses_leaves_the_matter_waiting(desk: Desk) -> None:
    matter, client = make_matter(desk), signed_in(desk)
    sent = {"nature": "complaint", "topic": "property_management", "remit": "outside", "person_informed": ""}
    refused = client.post(url(matter), TYPED | sent)
    assert refused.status_code == 422 and "GC-01-07" in refused.content.decode()
    matter.refresh_from_db()
    assert (matter.state, matter.decisions.count()) == (State.TO_TRIAGE, 0)


def test_judged_anew(desk: Desk) -> None:
    matter, client = make_matter(desk), signed_in(desk)
    services.decide(matter, abroad(), by=desk.by, at=desk.at)
    assert client.post(url(matter), TYPED).status_code == 422  # no reason
    assert client.post(url(matter), TYPED | {"reason": "是邻里纠纷"}).status_code == 303
    matter.refresh_from_db()
    assert matter.state == State.HANDLING


@pytest.mark.parametrize("name", ["decide", "verify", "hazard"])
def test_every_form_says_what_it_saw(desk: Desk, name: str) -> None:
    matter = make_matter(desk)
    html = signed_in(desk).get(url(matter, name)).content.decode().split("<main")[-1]
    assert html.count('method="post"') == html.count(f'name="seen" value="{matter.changed_at.isoformat()}"') > 0


@pytest.mark.parametrize("name", ["decide", "escalate", "verify", "hazard"])
def test_who_decides_what_they_did_not_see_is_told_what_changed(desk: Desk, name: str) -> None:
    matter, client = make_matter(desk), signed_in(desk)
    seen = matter.changed_at.isoformat()
    services.decide(matter, abroad(), by=desk.by, at=desk.later(minutes=1))
    refused = client.post(url(matter, name), TYPED | {"reason": "x", "seen": seen})
    assert refused.status_code == 409 and desk.by.name in refused.content.decode()
    matter.refresh_from_db()
    assert matter.state == State.OFFERED


def test_a_form_that_is_put_right_keeps_what_it_saw(desk: Desk) -> None:
    matter, client = make_matter(desk), signed_in(desk)
    seen = matter.changed_at.isoformat()
    refused = client.post(url(matter), TYPED | {"grade": "complex", "seen": seen})
    assert refused.status_code == 422 and seen in refused.content.decode()
    assert client.post(url(matter), TYPED | {"seen": seen}).status_code == 303


def test_brought_to_the_director_and_decided_there(desk: Desk) -> None:
    matter, client = make_matter(desk), signed_in(desk)
    assert client.post(url(matter, "escalate"), {"reason": ""}).status_code == 422
    assert client.post(url(matter, "escalate"), {"reason": "归口不清"}).status_code == 303
    director = signed_in(desk, "director")
    assert matter.number in director.get(reverse("triage:queue")).content.decode()
    assert "id_director_decision" in director.get(url(matter)).content.decode()
    assert director.post(url(matter), TYPED | {"grade": "complex", "director_decision": "准"}).status_code == 303


def test_check_and_form(desk: Desk) -> None:
    matter, client = make_matter(desk), signed_in(desk)
    assert client.get(url(matter, "verify")).status_code == 200
    assert client.post(url(matter, "verify"), {"is_true": "no", "method": "电话"}).status_code == 303
    assert not Verification.objects.get(matter=matter).is_true
    assert client.post(url(matter, "hazard"), {"parties": "甲乙"}).status_code == 422
    form = {
        "parties": "甲乙",
        "people_involved": "2",
        "cause": "c",
        "focus": "f",
        "measures": "m",
        "superior_asked": "s",
    }
    assert client.post(url(matter, "hazard"), form).status_code == 303
    assert HazardForm.objects.filter(matter=matter).exists()


@pytest.mark.parametrize("code", ["supervisor", "auditor", "admin", "archive"])
def test_not_without_the_permission(desk: Desk, code: str) -> None:
    matter, client = make_matter(desk), signed_in(desk, code)
    assert client.get(reverse("triage:queue")).status_code == 403
    for name in ("escalate", "verify", "hazard"):
        assert client.post(url(matter, name)).status_code == 403
    assert client.get(url(matter)).status_code == 403


def test_a_strangers_matter_is_not_found(desk: Desk) -> None:
    matter = make_matter(desk)
    assert signed_in(make_desk(at=desk.at)).get(url(matter)).status_code == 404


def test_the_panel_tells_why(desk: Desk) -> None:
    matter = make_matter(desk)
    services.decide(matter, judged(), by=desk.by, at=desk.at)
    services.reclassify(matter, abroad(reason="x"), by=desk.by, at=desk.later(minutes=1))
    matter.refresh_from_db()
    panel = pages.panel(matter, acting(desk.officer, desk.at))
    assert panel is not None
    latest, why = panel["latest"]  # type: ignore[misc]
    assert (why.row_id, why.target, len(panel["earlier"])) == ("outside", desk.centre.linkage.name, 1)  # type: ignore[arg-type]
    page = signed_in(desk).get(reverse("workbench:matter", args=[matter.number])).content.decode()
    assert 'id="triage"' in page
