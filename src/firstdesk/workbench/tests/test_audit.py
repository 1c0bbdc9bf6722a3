"""The record on its page: who sees which entries, and what of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.directory.models import Compartment, User
from firstdesk.directory.tests.factories import make_centre, make_person
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.services import Draft
from firstdesk.matters.states import EVENT
from firstdesk.matters.tests.factories import MONDAY, make_desk, make_matter
from firstdesk.workbench.selectors.sentences import SENTENCES, sentence

pytestmark = pytest.mark.django_db


def read(user: User, **query: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("workbench:audit"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def write(count: int, user: User, unit_id: int, reason: str = "") -> None:
    by = Actor(person_id=user.pk, name=str(user), post_id=1, post_name="某岗", unit_id=unit_id)
    ledger.append_many(
        [
            Draft(chain="unit:1", verb="shift.planned", by=by, at=MONDAY + timedelta(minutes=number),
                  subject_kind="rosters.Shift", subject_id=number, reason=reason, after={"person": f"某某{number}"})
            for number in range(count)
        ]
    )  # fmt: skip


def test_it_is_for_those_who_may_audit() -> None:
    centre = make_centre()
    client = Client()
    client.force_login(centre.people["intake"])
    assert client.get(reverse("workbench:audit")).status_code == 403


def test_a_supervisor_sees_the_own_units_and_nothing_beside() -> None:
    one, two = make_centre(), make_centre()
    write(1, one.people["intake"], one.unit.pk)
    write(1, two.people["intake"], two.unit.pk)
    page = read(one.people["supervisor"])
    assert str(one.people["intake"]) in page and str(two.people["intake"]) not in page
    top = make_person(one.jurisdiction.posts.get(code="auditor"))
    assert str(two.people["intake"]) in read(top)


def test_filters_and_pages() -> None:
    centre = make_centre()
    write(60, centre.people["intake"], centre.unit.pk)
    write(1, centre.people["director"], centre.unit.pk)
    supervisor = centre.people["supervisor"]
    first = read(supervisor)
    assert "某某59" in first and "某某3值班" not in first
    older = first.split('rel="next" href="?')[1].split('"')[0].replace("&amp;", "&")
    client = Client()
    client.force_login(supervisor)
    second = client.get(f"{reverse('workbench:audit')}?{older}").content.decode()
    assert "某某3值班" in second and "某某59" not in second
    assert str(centre.people["intake"]) not in read(supervisor, person=centre.people["director"].username)
    assert "没有符合的记录" in read(supervisor, day="2001-01-01")
    assert "某某59" in read(supervisor, day="2025-09-15", verb="shift.planned")
    assert client.get(reverse("workbench:audit"), {"day": "2025-13-45"}).status_code == 400
    assert client.get(reverse("workbench:audit"), {"before": "x~y"}).status_code == 400


def test_a_matter_by_its_number_and_content_only_for_supervisors() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    ledger.append(
        Draft(chain=matter.ledger_chain, verb="personal.read", by=desk.by, at=MONDAY, subject_kind="intake.Party",
              subject_id=1, reason="核实住址", after={"fields": ["phone"]})
    )  # fmt: skip
    page = read(desk.centre.people["supervisor"], number=matter.number)
    assert "查看个人信息：电话号码" in page and "核实住址" in page and matter.number in page
    auditor = read(desk.centre.people["auditor"], number=matter.number)
    assert "查看个人信息" in auditor and "核实住址" not in auditor


def test_what_a_closed_circle_has_is_not_read_in_the_record_either() -> None:
    desk = make_desk()
    circle = Compartment.objects.create(unit=desk.centre.unit, name="专案")
    matter = make_matter(desk, compartment=circle)
    ledger.append(
        Draft(chain=matter.ledger_chain, verb="personal.read", by=desk.by, at=MONDAY, subject_kind="intake.Party",
              subject_id=1, reason="核实住址")
    )  # fmt: skip
    supervisor = desk.centre.people["supervisor"]
    assert "核实住址" not in read(supervisor, number=matter.number)
    circle.members.add(supervisor)
    assert "核实住址" in read(supervisor, number=matter.number)


def test_every_event_of_a_matter_has_a_sentence() -> None:
    assert set(EVENT) <= set(SENTENCES)


def test_an_unknown_verb_shows_itself() -> None:
    centre = make_centre()
    by = Actor(person_id=None, name="x")
    known = ledger.append(Draft(chain="c", verb="unit.created", by=by, at=MONDAY, subject_kind="x", subject_id=1))
    assert sentence(known) == "unit.created", "a value the sentence needs is missing"
    other = ledger.append(Draft(chain="c", verb="moon.landed", by=by, at=MONDAY, subject_kind="x", subject_id=1))
    assert sentence(other) == "moon.landed"
    assert centre.unit.name
