"""Where nobody of the centre may decide, the centre above does; nothing waits for ever."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import Appointment, CentreKind, Unit, UnitKind
from firstdesk.directory.tests.factories import make_unit, staffed
from firstdesk.dispatch.tests.factories import Case, make_case
from firstdesk.oversight import services
from firstdesk.oversight.models import Application
from firstdesk.oversight.selectors import lists
from firstdesk.oversight.selectors.panel import wanted
from firstdesk.oversight.services import Grant, Wish
from firstdesk.oversight.tests.factories import acting, actor

pytestmark = pytest.mark.django_db


def _without_deciders() -> Case:
    """The centre has nobody who could decide but the applicant."""
    case = make_case("working")
    posts = Appointment.objects.filter(post__unit=case.desk.centre.unit)
    posts.filter(post__code__in=["group_leader", "director", "supervisor"]).delete()
    return case


def _wish() -> Wish:
    return Wish(kind="voiding", reason="重复登记")


def _above(case: Case) -> Unit:
    """A centre above the case's centre, with its people."""
    centre = case.desk.centre.unit
    above = make_unit(UnitKind.CENTRE, parent=case.desk.centre.jurisdiction, centre_kind=CentreKind.GOVERNANCE)
    old, new = centre.path, f"{above.path}{centre.code}/"
    for unit in Unit.objects.filter(path__startswith=old):
        parent = {"parent": above} if unit.pk == centre.pk else {}
        Unit.objects.filter(pk=unit.pk).update(path=new + unit.path.removeprefix(old), **parent)
    return above


def test_it_goes_to_the_director_of_the_centre_above() -> None:
    case = _without_deciders()
    _posts, people = staffed(_above(case))
    row = services.apply(case.matter, _wish(), by=case.receiver, at=case.at)
    director = acting(case, people["director"])
    assert row in lists.applications(director, "mine", case.at)
    shown = wanted(Application.objects.select_related("matter__centre").get(pk=row.pk), director, case.at)
    assert shown.may_decide and shown.from_above
    with pytest.raises(NotAllowed):
        services.approve(row, grant=Grant("可以"), by=actor(case, "intake"), at=case.at)
    services.approve(row, grant=Grant("可以"), by=director.actor, at=case.at)
    assert case.matter.state == "invalid"


def test_with_nobody_above_it_is_refused_and_says_why() -> None:
    case = _without_deciders()
    with pytest.raises(Refusal) as refused:
        services.apply(case.matter, _wish(), by=case.receiver, at=case.at)
    assert "上级中心" in str(refused.value.message)
