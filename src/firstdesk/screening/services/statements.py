"""The figures of a month: filled by computing, kept as they were, checked by somebody else, reported."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import Conflict, Detail, NotAllowed, Refusal
from firstdesk.directory.models import Unit
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.obligations import services as obligations
from firstdesk.regulations import selectors as regulations
from firstdesk.screening.models import Statement
from firstdesk.screening.selectors import papers
from firstdesk.screening.selectors import statements as found
from firstdesk.screening.selectors.figures import keep, mean_days
from firstdesk.screening.selectors.months import Month
from firstdesk.screening.services.leaving import leaves
from firstdesk.screening.states import StatementState


@transaction.atomic
def fill(centre: Unit, month: Month, explanation: str, *, by: Actor, at: datetime) -> Statement:
    """Compute every figure and keep it with what it counts; until somebody has checked it, it can be filled anew."""
    if at < month.ends:
        raise NotAllowed(_("The month is not over yet. Its figures are kept when it is."))
    Unit.objects.select_for_update(no_key=True).get(pk=centre.pk)
    row = Statement.objects.filter(centre=centre, month=month.first).first()
    if row is not None and row.state == StatementState.ISSUED:
        raise NotAllowed(_("These figures were checked and reported; they stay as they are."))
    row = row or Statement(centre=centre, month=month.first)
    row.figures = keep(centre.pk, month)
    row.mean_days = mean_days(row.figures["settled"])
    row.explanation, row.filled_at, row.filled_by_id = explanation.strip()[:1000], at, by.by_id
    row.save()
    noted = {code: len(members) for code, members in row.figures.items() if ":" not in code}
    _enter(row, "statistics.filled", {"month": month.code, "figures": noted}, by=by, at=at)
    return row


def _enter(row: Statement, verb: str, noted: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    draft = ledger.draft_for(row, verb, chain=row.ledger_chain, by=by, at=at)
    ledger.append(replace(draft, after=noted))


@transaction.atomic
def issue(row: Statement, *, base: str = "", by: Actor, at: datetime) -> Statement:
    """Somebody else checks and reports them: computed, whole, zero said as such, what came late explained."""
    month = Month(row.month)
    if row.figures != keep(row.centre_id, month):
        raise Conflict(
            _("Cases have changed since the figures were filled. Fill them anew, then check them."),
            details=[Detail("figures_from_cases", _("The figures are those of the cases, to the one."))],
        )
    late = found.silent(row.centre, month, at) or found.late_cases(row.centre, month)
    there = {
        "period": True,
        "figures_from_cases": True,
        "figures_or_zero": True,
        "checker": by.person_id is not None and by.person_id != row.filled_by_id,
        "late_cases_explained": bool(row.explanation) or not late,
    }
    present = {name for name, is_there in there.items() if is_there}
    book = regulations.current(at)
    demand(row.centre.centre_kind, "screening.report", present, {}, book.version)
    if not there["checker"]:  # whatever the rules of a kind of centre ask for
        raise Refusal(_("Somebody else checks than who filled it."))
    issued = copy(row)
    issued.state, issued.checked_at, issued.checked_by_id = StatementState.ISSUED, at, by.by_id
    paper = leaves(
        papers.statement(replace(found.line(row.centre, month, at), statement=issued), month, at),
        base=base,
        by=by,
        at=at,
    )
    changes = {"checked_at": at, "checked_by_id": by.by_id, "paper_id": paper.pk}
    noted = {"month": month.code, "paper": paper.sha256}
    step = ledger.Move(StatementState.ISSUED, "statistics.issued", changes=changes, noted=noted)
    ledger.move(row, step, by=by, at=at)
    duty = found.duty(row.centre, month, at)
    if duty is not None:
        shown = obligations.Shown(
            kind=found.EVIDENCE, unit=row.centre, happened_on=walls.local(at).date(), ref=f"statement:{row.pk}",
            url=f"{reverse('screening:statistics')}?month={month.code}", title=month.code,
        )  # fmt: skip
        obligations.give(duty, [shown], by=by, at=at)
    return row
