"""Looked into on the spot, explained, protected."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.complaints import services
from firstdesk.complaints.tests.factories import make_complaint
from firstdesk.ledger.models import Entry
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_looked_into_in_time() -> None:
    case = make_complaint("investigation")
    services.record(case.complaint, kind="visit", text="已到场，调取登记", by=case.actor("director"), at=case.desk.at)
    assert Clock.objects.get(matter_id=case.matter.pk, code="complaint_visit").outcome == "kept"
    assert "登记" not in Entry.objects.get(verb="complaint.visited").after_json


def test_not_by_whom_it_is_about_nor_by_another_unit() -> None:
    case = make_complaint()
    with pytest.raises(NotAllowed):
        services.record(case.complaint, kind="visit", text="看过", by=case.actor("intake"), at=case.desk.at)


@pytest.mark.parametrize(("kind", "text"), [("visit", " "), ("magic", "看过")])
def test_it_says_what_was_done(kind: str, text: str) -> None:
    case = make_complaint()
    with pytest.raises(Refusal):
        services.record(case.complaint, kind=kind, text=text, by=case.actor("director"), at=case.desk.at)
