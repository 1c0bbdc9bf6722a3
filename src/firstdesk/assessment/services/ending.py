"""Assessments become final: each sheet when the days to appeal are over, then the whole, which proves the duty."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from firstdesk.assessment.models import Round, Sheet
from firstdesk.assessment.selectors.sheets import due_to_end, findings_to_end
from firstdesk.assessment.services.record import concerned
from firstdesk.assessment.states import FindingState, RoundState, SheetState
from firstdesk.common import clock
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send
from firstdesk.obligations.services.proving import Shown, prove

CLOCKWORK = Actor.system("clock")
FINAL = gettext_noop("The assessment “%(title)s” is final.")


@transaction.atomic
def end_due(*, at: datetime, by: Actor = CLOCKWORK) -> int:
    """Make sheets final that were not appealed in time. Runs daily; returns how many."""
    rows = due_to_end(at)
    for sheet in rows:
        changes = {"ended_at": at, "ended_by_id": by.person_id}
        step = ledger.Move(SheetState.FINAL, "assessment.final", changes=changes, noted={"title": sheet.round.title})
        ledger.move(sheet, step, by=by, at=at)
    for round_ in {sheet.round_id: sheet.round for sheet in rows}.values():
        close_if_done(round_, by=by, at=at)
    return len(rows)


@transaction.atomic
def end_findings(*, at: datetime, by: Actor = CLOCKWORK) -> int:
    """Make findings final that were not appealed in time. Runs daily; returns how many."""
    rows = findings_to_end(at)
    for row in rows:
        changes = {"ended_at": at, "ended_by_id": by.person_id}
        step = ledger.Move(FindingState.HELD, "accountability.held", changes=changes, noted={"ground": row.ground})
        ledger.move(row, step, by=by, at=at)
    return len(rows)


def close_if_done(round_: Round, *, by: Actor, at: datetime) -> None:
    """Part of the verbs that make sheets final: after the last one, close the assessment, tell those concerned, prove
    the duty."""
    locked = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    if locked.state != RoundState.OPEN or locked.sheets.exclude(state=SheetState.FINAL).exists():
        return
    count = locked.sheets.count()
    changes = {"closed_at": at, "closed_by_id": by.person_id}
    step = ledger.Move(
        RoundState.CLOSED, "assessment.closed", changes=changes, noted={"title": locked.title, "sheets": count}
    )
    ledger.move(locked, step, by=by, at=at)
    url = f"/assessment/{locked.pk}/"
    people = {
        each.pk: each
        for sheet in Sheet.objects.filter(round=locked, person=None).select_related("unit")
        for each in concerned(sheet.unit, None, at)
    }
    told = Message(kind="assessment.closed", text=FINAL, values={"title": locked.title}, url=url)
    send(told, to=people.values(), at=at)
    shown = Shown(
        kind="assessment_result", unit=locked.unit, happened_on=clock.local(at).date(), ref=f"assessment:{locked.pk}",
        url=url, title=locked.title,
    )  # fmt: skip
    prove([shown], by=by, at=at)
