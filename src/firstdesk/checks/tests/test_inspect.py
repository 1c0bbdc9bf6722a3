"""An inspection: planned, filled, handed over whole, the unit heard, signed; and supervision from outside."""

from datetime import timedelta

import pytest

from firstdesk.checks import services
from firstdesk.checks.models import Finding, Inspection, Mark
from firstdesk.checks.selectors import inspections, sheets
from firstdesk.checks.services import Given, NewVisit
from firstdesk.checks.tests.factories import Level, filled, make_level, planned
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.models import Entry
from firstdesk.notices.models import Notice
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence

pytestmark = pytest.mark.django_db


@pytest.fixture
def level() -> Level:
    return make_level()


def test_an_announced_one_is_told_and_an_unannounced_one_is_not_seen(level: Level) -> None:
    told = planned(level)
    quiet = planned(level, mode="unannounced")
    assert Notice.objects.filter(kind="inspection.planned", recipient=level.desk.centre.people["director"]).count() == 1
    seen = inspections.visible(level.leads())
    assert told in seen and quiet not in seen
    filled(quiet, level.by("supervisor"), level.at)
    assert quiet in inspections.visible(level.leads())


def test_no_unit_inspects_itself(level: Level) -> None:
    with pytest.raises(Refusal) as refused:
        planned(level, unit=level.above)
    assert refused.value.details[0].field == "unit" and not Inspection.objects.exists()
    own = planned(level, subject="own_work", mode="own", unit=None)
    assert own.unit == level.above and own.mode == "own"
    with pytest.raises(Refusal):
        planned(level, mode="own")  # the area is not the own work


def test_only_what_lies_beneath_or_serves(level: Level) -> None:
    stranger = level.desk.centre.jurisdiction
    with pytest.raises(Refusal):
        planned(level, unit=stranger)
    assert planned(level, subject="linkage_unit", unit=level.desk.centre.linkage).unit == level.desk.centre.linkage


def test_a_place_is_named_and_no_unit_beside_it(level: Level) -> None:
    with pytest.raises(Refusal) as refused:
        planned(level, subject="premises", unit=None)
    assert refused.value.details[0].field == "place"
    with pytest.raises(Refusal):
        planned(level, subject="premises", place="金榕宾馆")
    assert planned(level, subject="premises", unit=None, place="金榕宾馆").place == "金榕宾馆"


def test_an_item_without_result_is_not_handed_over(level: Level) -> None:
    row = planned(level)
    by, lines = level.by("supervisor"), sheets.lines(sheets.of_inspection(row))
    services.mark(row, {lines[0].code: Given("kept"), lines[1].code: Given("not_kept")}, by=by, at=level.at)
    with pytest.raises(Refusal) as refused:
        services.hand_over(row, level.day(3), by=by, at=level.at)
    fields = {detail.field for detail in refused.value.details}
    assert fields == {line.name for line in lines[1:]}  # one without words, the others without a result
    row.refresh_from_db()
    assert row.state == "underway"


def test_from_the_plan_to_the_findings(level: Level) -> None:
    row, by = filled(planned(level), level.by("supervisor"), level.at, wanting=2), level.by("supervisor")
    with pytest.raises(NotAllowed):
        services.sign(row, "", level.day(10), by=by, at=level.at)  # the unit was not heard
    services.hand_over(row, level.day(3), by=by, at=level.at)
    with pytest.raises(NotAllowed):
        services.sign(row, "", level.day(10), by=by, at=level.at)  # it may still have its word
    with pytest.raises(NotAllowed):
        services.mark(row, {}, by=by, at=level.at)  # what was found stays
    with pytest.raises(Refusal):
        services.hear(row, " ", agrees=False, by=level.leads().actor, at=level.at)
    services.hear(row, "第二项当天已改", agrees=False, by=level.leads().actor, at=level.at)
    with pytest.raises(Refusal) as refused:
        services.sign(row, "总体较好", None, by=by, at=level.at)
    assert refused.value.details[0].field == "due_on"
    row.refresh_from_db()
    services.sign(row, "总体较好", level.day(10), by=by, at=level.at)
    found = Finding.objects.filter(inspection=row)
    assert found.count() == 2 and {each.unit for each in found} == {level.below}
    assert Entry.objects.get(verb="inspection.signed").after["wanting"] == 2
    with pytest.raises(NotAllowed):
        services.sign(row, "再签一次", level.day(10), by=by, at=level.at)


def test_silence_does_not_hold_it_up(level: Level) -> None:
    row, by = filled(planned(level), level.by("supervisor"), level.at), level.by("supervisor")
    services.hand_over(row, level.day(1), by=by, at=level.at)
    signed = services.sign(row, "", level.day(10), by=by, at=level.at + timedelta(days=2))
    assert signed.state == "signed" and signed.heard_at is None


def test_nobody_fills_or_signs_for_another(level: Level) -> None:
    row = planned(level)
    for by in (level.by("director"), level.leads().actor):
        with pytest.raises(NotAllowed):
            services.mark(row, {}, by=by, at=level.at)
        with pytest.raises(NotAllowed):
            services.cancel(row, "不查了", by=by, at=level.at)
    with pytest.raises(Refusal):
        services.cancel(row, " ", by=level.by("supervisor"), at=level.at)
    assert services.cancel(row, "台风停工", by=level.by("supervisor"), at=level.at).state == "cancelled"


def test_an_unknown_item_or_result_is_refused(level: Level) -> None:
    row, by = planned(level), level.by("supervisor")
    code = sheets.lines(sheets.of_inspection(row))[0].code
    with pytest.raises(Refusal):
        services.mark(row, {"gc.check.area/none": Given("kept")}, by=by, at=level.at)
    with pytest.raises(Refusal):
        services.mark(row, {code: Given("perhaps")}, by=by, at=level.at)
    assert not Mark.objects.exists()


def test_signing_does_the_duty_of_the_quarter(level: Level) -> None:
    obligations.schedule(level.above, at=level.at - timedelta(days=20))
    duty = Occurrence.objects.get(unit=level.above, rule_id="ss.inspect.linkage", period_end=level.day())
    row = planned(level, subject="linkage_unit", unit=level.desk.centre.linkage)
    by = level.by("supervisor")
    filled(row, by, level.at, wanting=0)
    services.hand_over(row, level.day(1), by=by, at=level.at)
    leader = acting(level.desk.centre.linkage_people["leader"], level.at)
    services.hear(row, "", agrees=True, by=leader.actor, at=level.at)
    duty.refresh_from_db()
    assert duty.state != "done"
    services.sign(row, "", None, by=by, at=level.at)
    duty.refresh_from_db()
    assert duty.state == "done" and duty.proofs.get().url == f"/checks/inspections/{row.pk}/"


def test_supervision_from_outside_is_counted_and_nobody_listed(level: Level) -> None:
    new = NewVisit(body="congress", happened_on=level.day(), guests=3, subject="联动中心运行", said="建议延长窗口时间")
    row = services.note_visit(level.above, new, by=level.by("director"), at=level.at)
    assert list(inspections.visits(level.acts("supervisor"))) == [row]
    for wrong in ({"guests": 0}, {"happened_on": level.day(1)}):
        with pytest.raises(Refusal):
            services.note_visit(level.above, NewVisit(**(vars(new) | wrong)), by=level.by("director"), at=level.at)
