"""An indicator equals a recount from the record; a post with nothing counted, people who change posts, units that move."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from firstdesk.assessment import services
from firstdesk.assessment.models import Figure
from firstdesk.assessment.selectors import rules
from firstdesk.assessment.selectors import sheets as found
from firstdesk.assessment.selectors.counting import Scope, keys
from firstdesk.assessment.services import Judged
from firstdesk.assessment.tests.factories import by, make_round
from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import Appointment, Unit
from firstdesk.directory.tests.factories import make_person
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.services.proving import Shown, prove
from firstdesk.rulebook.indicators import Counting
from firstdesk.training import services as training
from firstdesk.training.services import Held
from firstdesk.training.tests.factories import after, make_course, make_school, trainer

pytestmark = pytest.mark.django_db
KINDS = ("training_record", "publicity_record", "expert_training", "assessment_result", "guidance_record", "nothing")
FEW = settings(
    max_examples=4, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    return make_school()


def count(desk: Desk, name: str, unit: Unit | None = None) -> int:
    day = clock.local(desk.at).date()
    days = (day - timedelta(400), day + timedelta(400))
    return len(keys(Counting(name, {}), Scope(unit or desk.centre.unit, None, *days, desk.at + timedelta(400))))


def verbs(desk: Desk) -> Counter[str]:
    """How often each verb stands in the record."""
    return Counter(Entry.objects.values_list("verb", flat=True))


@FEW
@given(fates=st.lists(st.sampled_from(["closed", "handling", "to_triage", "follow_up"]), max_size=6))
def test_what_was_closed(desk: Desk, fates: list[str]) -> None:
    before, told = count(desk, "closed"), verbs(desk)["matter.closed"]
    for state in fates:
        make_matter(desk, state=state)
    assert count(desk, "closed") - before == verbs(desk)["matter.closed"] - told == fates.count("closed")


@FEW
@given(done=st.integers(0, 6))
def test_duties_done(desk: Desk, done: int) -> None:
    unit = desk.centre.unit
    obligations.schedule(unit, at=desk.at)
    for kind in KINDS[:done]:
        shown = Shown(kind=kind, unit=unit, happened_on=clock.local(desk.at).date(), ref=f"test:{kind}")
        prove([shown], by=by(desk, "director"), at=desk.at)
    assert count(desk, "duties_done") == verbs(desk)["duty.discharged"] - verbs(desk)["duty.reopened"]
    assert count(desk, "duties_done") == Occurrence.objects.filter(state="done").count()


@FEW
@given(came=st.integers(1, 4))
def test_seats_taken(desk: Desk, came: int) -> None:
    for number in range(3):
        make_person(desk.centre.posts["intake"], name=f"同事{number}")
    told = [0, 0]
    course = make_course(desk, kind="inner", subjects=("law",), title=f"第{came}班")
    seats = list(course.seats.values_list("pk", flat=True))
    training.tick(course, set(seats[:came]), by=trainer(desk), at=after(course))
    training.hold(course, Held(), by=trainer(desk), at=after(course))
    for entry in Entry.objects.filter(verb__in=("training.arranged", "training.held")):
        asked, here = entry.after.get("asked", 0), entry.after.get("came", 0)
        told = [told[0] + int(str(asked)), told[1] + int(str(here))]
    assert [count(desk, "invited"), count(desk, "attended")] == told


def test_a_post_with_nothing_counted(desk: Desk) -> None:
    sheet = make_round(desk, posts=(desk.centre.posts["mediation"],)).sheets.get()
    (line,) = rules.lines(sheet)
    assert (line.found.whole, line.found.percent, line.found.few) == (0, None, True)
    client = Client()
    client.force_login(desk.centre.people["mediation"])
    page = client.get(reverse("assessment:sheet", args=[sheet.pk])).content.decode()
    assert "样本太少" in page and "%" not in page.split("<main")[1].split("</table>")[0]
    figure = reverse("assessment:figure", args=[line.figure.pk])
    assert "没有可计的记录" in client.get(figure).content.decode()
    words = {"performance": "好", "attitude": "好"}
    with pytest.raises(Refusal):
        services.assess(sheet, Judged(words=words, grade="to_improve"), by=by(desk, "supervisor"), at=desk.at)


def test_who_came_to_the_post_within_the_days_is_told_so(desk: Desk) -> None:
    person = make_person(desk.centre.posts["intake"], name="刚来的")
    Appointment.objects.filter(user=person).update(starts_on=desk.at.date() - timedelta(days=3))
    gone = make_person(desk.centre.posts["intake"], name="已走的")
    Appointment.objects.filter(user=gone).update(ends_on=desk.at.date() - timedelta(days=2))
    sheets = make_round(desk, posts=(desk.centre.posts["intake"],)).sheets.all()
    assert {sheet.person for sheet in sheets} == {desk.officer, person}  # nobody is judged for a post they have left
    for sheet in sheets:
        client = Client()
        client.force_login(sheet.person)
        page = client.get(reverse("assessment:sheet", args=[sheet.pk])).content.decode()
        assert ("此前的数字是别人在岗时的" in page) == (sheet.person == person)


def test_a_unit_that_was_merged_into_another_is_counted_there(desk: Desk) -> None:
    make_matter(desk, state="closed")
    old, new = desk.centre.unit, desk.centre.jurisdiction
    sheet = make_round(desk, units=(old,), first=desk.at.date() - timedelta(3)).sheets.get()
    frozen = list(Figure.objects.filter(sheet=sheet).values_list("rule_id", "part", "whole"))
    beneath = count(desk, "closed", new)
    Unit.objects.filter(pk=old.pk).update(is_active=False)
    assert count(desk, "closed", new) == beneath == 1
    assert list(Figure.objects.filter(sheet=sheet).values_list("rule_id", "part", "whole")) == frozen
    assert old not in found.units_around(new)  # nobody assesses it anew


@pytest.mark.parametrize("name", ["invited", "closed", "duties"])
def test_another_unit_has_none_of_it(desk: Desk, name: str) -> None:
    make_matter(desk, state="closed")
    make_course(desk)
    assert count(desk, name, desk.centre.jurisdiction) >= count(desk, name)
    elsewhere = make_desk("police_office", desk.at)
    assert count(desk, name, elsewhere.centre.unit) == 0
