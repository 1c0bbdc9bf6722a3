"""What is put beside a matter: a verification, the form of a major dispute."""

import pytest
from django.db import DatabaseError, transaction

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.triage import services
from firstdesk.triage.models import Verification
from firstdesk.triage.services import Hazard
from firstdesk.triage.tests.factories import verbs

pytestmark = pytest.mark.django_db
FORM = Hazard(parties="甲与乙", people_involved=2, cause="c", focus="f", measures="m", superior_asked="s")


def test_verified() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    services.verify(matter, is_true=False, method="电话", by=desk.by, at=desk.at)
    assert verbs(matter)[-1] == "matter.verified"
    assert not Verification.objects.get(matter=matter).is_true


def test_verification_names_its_method() -> None:
    desk = make_desk()
    with pytest.raises(Refusal) as refused:
        services.verify(make_matter(desk), is_true=True, method=" ", by=desk.by, at=desk.at)
    assert refused.value.details[0].field == "method"


def test_verification_is_never_changed() -> None:
    desk = make_desk()
    row = services.verify(make_matter(desk), is_true=True, method="现场", by=desk.by, at=desk.at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Verification.objects.filter(pk=row.pk).update(is_true=False)


def test_hazard_form() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    services.file_hazard_form(matter, FORM, by=desk.by, at=desk.at)
    assert verbs(matter)[-1] == "matter.hazard_filed"


@pytest.mark.parametrize("state", [State.CLOSED, State.INVALID])
def test_nothing_is_added_to_an_ended_matter(state: str) -> None:
    desk = make_desk()
    matter = make_matter(desk, state=state)
    with pytest.raises(NotAllowed):
        services.verify(matter, is_true=True, method="m", by=desk.by, at=desk.at)
    with pytest.raises(NotAllowed):
        services.file_hazard_form(matter, FORM, by=desk.by, at=desk.at)


def test_not_by_another_centre() -> None:
    desk, other = make_desk(), make_desk()
    matter = make_matter(desk)
    with pytest.raises(NotAllowed):
        services.verify(matter, is_true=True, method="m", by=other.by, at=desk.at)
    with pytest.raises(NotAllowed):
        services.file_hazard_form(matter, FORM, by=other.by, at=desk.at)
