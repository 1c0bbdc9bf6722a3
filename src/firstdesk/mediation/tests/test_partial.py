"""Part of a dispute is agreed: it stands, whatever becomes of the rest, and the rest can be taken up again."""

import pytest

from firstdesk.common.refusals import NotAllowed
from firstdesk.mediation.models import Agreement, Promise, ReadOver
from firstdesk.mediation.selectors import outcome as found
from firstdesk.mediation.services import after, outcome, room
from firstdesk.mediation.services import case as case_verbs
from firstdesk.mediation.services.after import Proof
from firstdesk.mediation.services.case import Ending
from firstdesk.mediation.services.outcome import Mark, Sealed, Text
from firstdesk.mediation.services.room import Reading
from firstdesk.mediation.states import AgreementState, CaseState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table

pytestmark = pytest.mark.django_db
PART = Text(facts="漏水。", issues="维修。", responsibility="水管老化。", is_partial=True, open_issues="误工费。")
ENDING = Ending(reason="no_agreement", words="误工费谈不拢", ways_told=["court"])


def in_effect(table: Table) -> Agreement:
    """The repair is agreed, the wages lost are not."""
    session = walks.stepped(table, walks.opened(table))
    outcome.draft(table.case, PART, walks.clauses(table.at.date())[:1], by=table.by, at=table.at)
    walks.read(table, session)
    room.end(walks.fresh(session), "partial", by=table.by, at=table.at)
    row = walks.again(Agreement.objects.get())
    outcome.freeze(row, is_lawful=True, by=table.by, at=table.at)
    return seal(table, walks.again(row))


def seal(table: Table, row: Agreement) -> Agreement:
    walks.signed(table, row)
    copies = [walks.a_file(table, f"{row.number}-{no}") for no in range(row.copies)]
    told = Sealed(file=copies[-1], copies=copies)
    outcome.make_effective(walks.again(row), told, is_effect_told=True, by=table.by, at=table.at)
    return walks.again(row)


def test_the_rest_is_taken_up_in_a_further_session() -> None:
    table = walks.planned()
    first = in_effect(table)
    assert table.case.state == CaseState.EFFECTIVE and found.stays_open(table.case)
    session = walks.opened(table, walks.arranged_again(table))
    assert table.case.state == CaseState.IN_SESSION
    row = outcome.draft(table.case, walks.TEXT, walks.clauses(table.at.date())[1:], by=table.by, at=table.at)
    assert row.number != first.number and row.session_id == session.pk
    outcome.freeze(walks.again(row), is_lawful=True, by=table.by, at=table.at)
    mark = Mark(way="touch", strokes=walks.STROKES)
    with pytest.raises(NotAllowed):  # that the first record was read over says nothing of the second
        outcome.sign(walks.again(row), table.parties[0], mark, by=table.by, at=table.at)
    for reader in [*table.parties, table.seat]:
        reading = Reading(way=ReadOver.Way.TOUCH, strokes=walks.STROKES)
        room.read_over(walks.fresh(session), reader, reading, by=table.by, at=table.at)
    room.end(walks.fresh(session), "agreed", by=table.by, at=table.at)
    assert seal(table, walks.again(row)).state == AgreementState.EFFECTIVE
    assert table.case.state == CaseState.EFFECTIVE and not found.stays_open(table.case)
    with pytest.raises(NotAllowed):
        walks.arranged_again(table)


def test_the_rest_fails_and_the_part_stands() -> None:
    table = walks.planned()
    row = in_effect(table)
    walks.opened(table, walks.arranged_again(table))
    case_verbs.fail(table.case, ENDING, by=table.by, at=table.at)
    assert table.case.state == CaseState.EFFECTIVE and walks.again(row).state == AgreementState.EFFECTIVE
    for promise in Promise.objects.filter(term__agreement=row):
        after.keep(promise, Proof(words="已修好"), by=table.by, at=table.at)
    assert table.case.state == CaseState.PERFORMED


def test_what_is_agreed_whole_does_not_fail() -> None:
    table = walks.planned()
    walks.effective(table)
    with pytest.raises(NotAllowed):
        case_verbs.fail(table.case, ENDING, by=table.by, at=table.at)
    with pytest.raises(NotAllowed):
        walks.arranged_again(table)
    assert table.case.state == CaseState.EFFECTIVE
