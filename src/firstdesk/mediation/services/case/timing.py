"""Time and gravity of a case: extension with every party's consent, grade, report to the superior centre."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory import selectors as directory
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Grade
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Case, Consent
from firstdesk.mediation.services.kernel import Happening, happen
from firstdesk.mediation.states import BEFORE_AGREEMENT, CaseState
from firstdesk.notices.services import Message, send
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services import More

OUTER = "mediation_outer"  # the month of the law
DAYS = "calendar_days"
MAJOR = gettext_noop("A major dispute was reported to you: %(number)s, from %(centre)s.")


@dataclass(frozen=True, kw_only=True)
class Longer:
    """The extension in working days, and whether the parties also agreed to exceed the legal month."""

    days: int
    beyond_month: bool = False


@transaction.atomic
def extend(case: Case, longer: Longer, *, by: Actor, at: datetime) -> list[Clock]:
    """Extend the case with every party's consent to this very extension. The legal month stays the outer limit unless
    they expressly agreed to exceed it. Raises Refusal where a party did not consent, NotAllowed where the rules
    allow no more."""
    _check_longer(case, longer)
    round_ = selectors.extensions(case)
    if not selectors.all_agree(case, Consent.About.EXTENSION, round_):
        raise at_field(
            "consent_each_party",
            _("More time takes the consent of every party, given for this extension. Ask those who are missing."),
            clauses=("GC-13-07",),
        )
    clocks = {clock.code: clock for clock in selectors.extendable(case)}
    outer = clocks.pop(OUTER, None)
    moved = [obligations.extend(clock, More(longer.days, "working_days"), by=by, at=at) for clock in clocks.values()]
    moved += _outer(outer, moved, longer, by=by, at=at)
    noted = {"days": longer.days, "beyond_month": longer.beyond_month, "round": round_ + 1}
    happen(case, Happening("mediation.extended", noted=noted), by=by, at=at)
    return moved


def _check_longer(case: Case, longer: Longer) -> None:
    if case.state not in BEFORE_AGREEMENT - {CaseState.APPLIED}:
        raise NotAllowed(_("Time is extended while a case is being mediated."))
    if not 1 <= longer.days <= 30:
        raise at_field("days", _("Say by how many working days, 1 to 30."))
    if not selectors.extendable(case):
        raise NotAllowed(_("No time of this case can be extended: the rules leave no room for it."))


def _outer(outer: Clock | None, moved: list[Clock], longer: Longer, *, by: Actor, at: datetime) -> list[Clock]:
    """Extend the legal month too where the parties agreed to exceed it."""
    if outer is None:
        return []
    latest = max((clock.due_at for clock in moved), default=None)
    if longer.beyond_month:
        past = 0 if latest is None else (latest.date() - outer.due_at.date()).days
        return [obligations.extend(outer, More(max(past, longer.days), DAYS), by=by, at=at)]
    if latest is None or latest > outer.due_at:
        raise at_field(
            "beyond_month",
            _("This goes beyond the month of the law. Every party must agree to that expressly; then tick it."),
            clauses=("GC-13-07",),
        )
    return []


class Why(models.TextChoices):
    """Why a case is graded differently."""

    PEOPLE = "people", _("More people concerned than seen at first")
    AMOUNT = "amount", _("More at stake than seen at first")
    UNREST = "unrest", _("May disturb many or become violent")
    SIMPLER = "simpler", _("Simpler than seen at first")


@transaction.atomic
def regrade(case: Case, grade: str, why: str, *, by: Actor, at: datetime) -> Case:
    """Change the grade. The clock of the new grade starts now; the legal month runs on."""
    if case.state not in BEFORE_AGREEMENT - {CaseState.APPLIED}:
        raise NotAllowed(_("The grade is changed while a case is being mediated."))
    if grade not in Grade.values or why not in Why.values or grade == case.grade:
        raise at_field("grade", _("Choose another grade, and why."))
    noted = {"from": case.grade, "to": grade}
    step = Happening("mediation.regraded", changes={"grade": grade}, noted=noted, reason=why, facts={"grade": grade})
    happen(case, step, by=by, at=at)
    return case


@transaction.atomic
def report_up(case: Case, form: str, *, by: Actor, at: datetime) -> Case:
    """Report a major dispute to the superior centre, with the number of its registration form."""
    if case.grade != Grade.MAJOR:
        raise NotAllowed(_("Only a major dispute is reported upward. Change its grade first, where it is one."))
    superior = directory.superior_centre(case.centre)
    if superior is None:
        raise NotAllowed(_("There is no centre above this one to report to."))
    if not form.strip():
        raise at_field(
            "form",
            _("A report upward goes with the registration form of a major dispute: give its number."),
            clauses=("GC-09-04",),
        )
    noted = {"superior": superior.name, "form": form.strip()[:40]}
    happen(case, Happening("mediation.reported_up", noted=noted), by=by, at=at)
    post = directory.director_post(superior)
    values = {"number": case.number, "centre": case.centre.name}
    message = Message(kind="mediation.reported_up", level="warning", text=MAJOR, values=values, url="/mediation/")
    send(message, to=directory.holders(post, at) if post else [], at=at)
    return case
