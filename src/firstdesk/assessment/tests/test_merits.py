"""Awards and accountability: proposed by one, decided by another; nobody is held accountable unheard."""

import pytest

from firstdesk.assessment import services
from firstdesk.assessment.models import Accountability, Award, Sheet
from firstdesk.assessment.services import Charge, Judged, NewAward, Ruling
from firstdesk.assessment.tests.factories import by, make_round
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.tests.factories import make_unit, staffed
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import Desk
from firstdesk.notices.models import Notice
from firstdesk.training.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_school()


def propose(desk: Desk, **values: object) -> Award:
    base = {"unit": desk.centre.unit, "kind": "year", "grounds": "全年首问件件有回音", "person": desk.officer}
    new = NewAward(**(base | values))  # type: ignore[arg-type]
    return services.propose(desk.centre.unit, new, by=by(desk, "supervisor"), at=desk.at)


def superior(desk: Desk) -> Unit:
    """The centre's own unit gets a centre above it."""
    above = make_unit(UnitKind.CENTRE, parent=desk.centre.jurisdiction, centre_kind="service_linkage")
    staffed(above)
    unit = desk.centre.unit
    unit.parent, unit.path = above, f"{above.path}{unit.code}/"
    unit.save()
    return above


def test_an_award_goes_its_way(desk: Desk) -> None:
    above = superior(desk)
    award = propose(desk)
    for wrong in ("supervisor", "intake"):
        with pytest.raises(NotAllowed):
            services.decide(award, is_given=True, by=by(desk, wrong), at=desk.at)
    with pytest.raises(NotAllowed):
        services.report(award, by=by(desk, "director"), at=desk.at)  # not given yet
    services.decide(award, is_given=True, by=by(desk, "director"), at=desk.at)
    assert Notice.objects.filter(recipient=desk.officer, kind="award.given").exists()
    services.report(Award.objects.get(), by=by(desk, "supervisor"), at=desk.at)
    assert Award.objects.get().state == "reported"
    assert Notice.objects.filter(kind="award.reported", recipient__appointments__post__unit=above).exists()
    with pytest.raises(NotAllowed):
        services.decide(Award.objects.get(), is_given=False, decision="反悔", by=by(desk, "director"), at=desk.at)


def test_only_the_years_best_is_reported_and_only_where_there_is_somebody_above(desk: Desk) -> None:
    for kind in ("stage", "year"):
        award = propose(desk, kind=kind)
        services.decide(award, is_given=True, by=by(desk, "director"), at=desk.at)
        with pytest.raises(NotAllowed):
            services.report(award, by=by(desk, "supervisor"), at=desk.at)


def test_an_award_has_its_grounds_and_is_not_ones_own(desk: Desk) -> None:
    with pytest.raises(Refusal):
        propose(desk, grounds=" ")
    with pytest.raises(Refusal):
        propose(desk, person=desk.centre.people["supervisor"])
    with pytest.raises(Refusal):
        services.decide(propose(desk), is_given=False, by=by(desk, "director"), at=desk.at)  # without a reason


def test_an_award_rests_on_what_is_final_and_about_the_same(desk: Desk) -> None:
    sheet = make_round(desk, posts=(desk.centre.posts["intake"],)).sheets.get()
    with pytest.raises(Refusal):
        propose(desk, sheet=sheet)
    words = {"performance": "好", "attitude": "好"}
    services.assess(sheet, Judged(words=words, grade="strong"), by=by(desk, "supervisor"), at=desk.at)
    services.end_due(at=desk.later(days=9))
    final = Sheet.objects.get()
    with pytest.raises(Refusal):
        propose(desk, sheet=final, person=desk.centre.people["mediation"])
    assert propose(desk, sheet=final).sheet == final


def charge(desk: Desk, **values: object) -> Accountability:
    base = {"unit": desk.centre.unit, "ground": "delay", "facts": "三月五日让群众白跑两趟", "person": desk.officer}
    new = Charge(**(base | values))  # type: ignore[arg-type]
    return services.charge(desk.centre.unit, new, by=by(desk, "supervisor"), at=desk.at)


def test_heard_then_decided_by_another(desk: Desk) -> None:
    row = charge(desk)
    assert Notice.objects.filter(recipient=desk.officer, kind="accountability.proposed").exists()
    held = Ruling(is_held=True, decision="属实，情节轻", measure="talk")
    with pytest.raises(NotAllowed):
        services.rule(row, held, by=by(desk, "director"), at=desk.at)  # unheard
    with pytest.raises(Refusal):
        services.hear(row, "", by=by(desk, "intake"), at=desk.at)
    services.hear(row, "第一次是系统停用，有记录", by=by(desk, "intake"), at=desk.at)
    for wrong in ("supervisor", "intake"):
        with pytest.raises(NotAllowed):
            services.rule(row, held, by=by(desk, wrong), at=desk.at)
    for ruling in (Ruling(is_held=True, decision="x"), Ruling(is_held=True, decision="", measure="talk")):
        with pytest.raises(Refusal):
            services.rule(row, ruling, by=by(desk, "director"), at=desk.at)
    services.rule(row, held, by=by(desk, "director"), at=desk.at)
    with pytest.raises(NotAllowed):
        ruling = Ruling(is_held=False, decision="改判")
        services.rule(Accountability.objects.get(), ruling, by=by(desk, "director"), at=desk.at)
    kept = " ".join(str(each.after) for each in Entry.objects.filter(verb__startswith="accountability."))
    assert "白跑" not in kept and "系统停用" not in kept and str(desk.officer) not in kept


@pytest.mark.parametrize("ground", ["petitions", "arrests", "", "belief"])
def test_there_is_no_ground_beside_the_list(desk: Desk, ground: str) -> None:
    with pytest.raises(Refusal):
        charge(desk, ground=ground)


def test_nobody_charges_themselves_and_facts_are_written(desk: Desk) -> None:
    with pytest.raises(Refusal):
        charge(desk, facts=" ")
    with pytest.raises(Refusal):
        charge(desk, person=desk.centre.people["supervisor"])
