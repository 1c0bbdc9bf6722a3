"""Word with the person on the way."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.followup import services
from firstdesk.followup.models import ContactNote
from firstdesk.followup.tests.factories import make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.states import State

pytestmark = pytest.mark.django_db


def test_it_is_kept_and_moves_nothing() -> None:
    case = make_case(State.HANDLING)
    services.note_contact(case.matter, channel="phone", text="告知由张工办", handler_told=True, by=case.by, at=case.at)
    assert ContactNote.objects.get().handler_told
    assert Entry.objects.get(verb="contact.noted").after["handler_told"] is True
    assert case.matter.state == State.HANDLING


@pytest.mark.parametrize(("channel", "text"), [("", "告知"), ("pigeon", "告知"), ("phone", " ")])
def test_it_says_how_and_what(channel: str, text: str) -> None:
    case = make_case(State.HANDLING)
    with pytest.raises(Refusal):
        services.note_contact(case.matter, channel=channel, text=text, by=case.by, at=case.at)


def test_only_by_whoever_speaks_for_it() -> None:
    case = make_case(State.HANDLING)
    with pytest.raises(NotAllowed):
        services.note_contact(case.matter, channel="phone", text="告知", by=case.stranger, at=case.at)


def test_not_on_an_ended_matter() -> None:
    case = make_case(State.CLOSED)
    with pytest.raises(NotAllowed):
        services.note_contact(case.matter, channel="phone", text="告知", by=case.by, at=case.at)
