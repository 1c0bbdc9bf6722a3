"""The sender takes it back."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.dispatch import services
from firstdesk.dispatch.services import tell
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.states import State
from firstdesk.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_it_is_to_be_classified_anew() -> None:
    case = make_case()
    services.withdraw(case.referral, reason="发错单位", by=case.sender, at=case.at)
    assert (case.matter.state, case.matter.responsible_unit) == (State.TO_TRIAGE, case.desk.centre.unit)
    assert case.again().state == "withdrawn"
    assert Notice.objects.filter(recipient=case.liaison, kind="referral.withdrawn").exists()


def test_not_once_the_other_unit_has_accepted_and_it_says_who() -> None:
    case = make_case("working")
    with pytest.raises(NotAllowed) as refused:
        services.withdraw(case.again(), reason="发错单位", by=case.sender, at=case.at)
    assert str(case.liaison) in str(refused.value.message)
    assert case.matter.state == State.HANDLING


def test_not_once_somebody_there_has_read_it() -> None:
    case = make_case()
    changed_at = case.matter.changed_at
    services.note_opened(case.referral, by=case.receiver, at=case.at)
    services.note_opened(case.referral, by=case.receiver, at=case.at)
    assert Entry.objects.filter(verb="referral.opened").count() == 1
    assert case.matter.changed_at == changed_at  # nobody's page grows stale because somebody looked
    with pytest.raises(NotAllowed) as refused:
        services.withdraw(case.again(), reason="发错单位", by=case.sender, at=case.at)
    assert str(case.liaison) in str(refused.value.message)


def test_the_sender_reading_it_is_not_a_touch() -> None:
    case = make_case()
    with pytest.raises(NotAllowed):
        services.note_opened(case.referral, by=case.sender, at=case.at)
    services.withdraw(case.again(), reason="发错单位", by=case.sender, at=case.at)


def test_a_new_decision_takes_it_back_whoever_has_it() -> None:
    case = make_case("working")
    services.take_back(case.referral, reason="改判", by=case.sender, at=case.at)
    assert case.matter.state == State.TO_TRIAGE


def test_it_takes_a_reason() -> None:
    case = make_case()
    with pytest.raises(Refusal):
        services.withdraw(case.referral, reason="", by=case.sender, at=case.at)


def test_only_the_sender() -> None:
    case = make_case()
    with pytest.raises(NotAllowed):
        services.withdraw(case.referral, reason="发错单位", by=case.receiver, at=case.at)


def test_not_once_the_result_is_there() -> None:
    case = make_case("answered")
    with pytest.raises(NotAllowed):
        services.withdraw(case.referral, reason="发错单位", by=case.sender, at=case.at)
    assert case.again().state == "answered"


def test_who_worked_on_it_hears_that_the_matter_ended_by_another_way() -> None:
    case = make_case("working")
    matter = matters.withdraw(case.matter, reason="本人撤诉", by=case.sender, at=case.at)
    services.retire(matter)
    services.retire(matter)
    assert case.again().state == "withdrawn"
    notice = Notice.objects.get(recipient=case.liaison, text=tell.ENDED)
    assert notice.values["number"] == matter.number
