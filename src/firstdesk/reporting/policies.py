"""Who may write and sign a report, and what may be written in it about which days."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import Conflict, Detail, NotAllowed, Refusal, Text, at_field
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.ledger.actors import Actor
from firstdesk.reporting.kinds import ReportKind
from firstdesk.reporting.models import Report, Writer
from firstdesk.reporting.selectors.reports import writes_for
from firstdesk.reporting.spans import Span
from firstdesk.reporting.states import ReportState

P = Permission
SIGNS = frozenset({P.DECIDE, P.ASSIGN})
LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{11}(?![0-9])|(?<![0-9])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")  # a phone, a person


def writes(report: Report, acting: Acting) -> bool:
    """Whether the person writes for the reporting unit."""
    return acting.may(P.REPORT) and report.unit_id in acting.unit_ids


def may_begin(kind: ReportKind, unit: Unit, acting: Acting) -> bool:
    """Whether a person writes this kind of report for this unit."""
    return acting.may(P.REPORT) and unit.pk in acting.unit_ids and kind in writes_for(unit)


def may_sign(report: Report, acting: Acting) -> bool:
    """Whether the person may sign: a decider or leader of the unit who wrote nothing in it."""
    fits = bool(acting.permissions & SIGNS) and report.unit_id in acting.unit_ids
    return fits and report.state == ReportState.REVIEW and not is_writer(report, acting.user.pk)


def may(report: Report, acting: Acting) -> dict[str, bool]:
    """What this person may do with it now."""
    own = writes(report, acting)
    leaves_from = ReportState.DRAFT if report.template.at_once else ReportState.SIGNED
    is_last = not later_parts(report).exists()
    is_newest = not Report.objects.filter(corrects=report).exists()
    return {
        "may_write": own and report.state == ReportState.DRAFT,
        "may_send": own and report.state == leaves_from,
        "may_sign": may_sign(report, acting),
        "may_correct": own and report.state == ReportState.SENT and is_newest,
        "may_follow": own and report.state == ReportState.SENT and report.template.is_event and is_last,
    }


def later_parts(report: Report) -> QuerySet[Report]:
    """What follows up a part of a situation report."""
    same = Report.objects.filter(unit=report.unit_id, kind=report.kind, year=report.year, serial=report.serial)
    return same.filter(part__gt=report.part)


def is_writer(report: Report, person: int | None) -> bool:
    """Whether a person had a hand in it."""
    if person in {report.begun_by_id, report.handed_in_by_id}:
        return True
    return Writer.objects.filter(report=report, wrote_by=person).exists()


def check_days(kind: ReportKind, span: Span, cut_off: datetime, at: datetime) -> None:
    """Raises Refusal where the days are not over, or the cut-off lies outside them or ahead."""
    if not kind.is_event and not span.is_over(at):
        why = _("These days are not over yet: they end on %(day)s. A report counts what has happened.")
        raise at_field("first", why % {"day": f"{span.last:%Y-%m-%d}"})
    if cut_off > at:
        raise at_field("cut_off", _("The cut-off lies in the future. Choose a moment that has passed."))
    if not span.begins < cut_off <= span.ends:
        raise at_field("cut_off", _("The cut-off lies outside the days of the report."))


def check_state(report: Report, state: str, seen: datetime | None) -> None:
    """Raises Conflict where the page showed another state of it, NotAllowed where the state forbids it."""
    if seen is not None and seen != report.changed_at:
        if report.is_fixed:
            raise Conflict(_why_not(report))
        why = _("This report was changed meanwhile: it is “%(state)s” now. Reload, and decide again.")
        raise Conflict(why % {"state": report.get_state_display()})
    if report.state != state:
        raise NotAllowed(_why_not(report))


def _why_not(report: Report) -> Text:
    if report.state == ReportState.CORRECTED:
        return _("This version was corrected; go on with the newest one.")
    if report.is_fixed:
        signed = report.signed_by or report.sent_by
        moment = walls.local(report.signed_at or report.sent_at or report.changed_at)
        why = _("%(who)s signed it on %(at)s; what is signed is never opened again. Correct it by a new version.")
        return why % {"who": signed, "at": f"{moment:%Y-%m-%d %H:%M}"}
    return _("This is not possible now: it is “%(old)s”.") % {"old": report.get_state_display()}


def check_signer(report: Report, by: Actor) -> None:
    """Raises NotAllowed for anybody who wrote in the report."""
    if by.person_id is None or is_writer(report, by.person_id):
        raise NotAllowed(_("Whoever wrote a report does not sign it. Somebody else who decides or leads signs it."))


def check_words(report: Report, texts: Mapping[str, str]) -> None:
    """Raises Refusal for text that looks like a telephone or identity number: reports name nobody."""
    known = {section.code for section in report.template.sections}
    why = _(
        "This looks like a telephone or identity number. A report speaks of events, places and units: leave it out."
    )
    found = [Detail(code, why) for code, text in texts.items() if code in known and LONG_NUMBER.search(text)]
    if found:
        raise Refusal(_("Nothing was saved. Put right what is marked."), details=found)


def check_whole(report: Report, texts: Mapping[str, str]) -> None:
    """Raises Refusal for empty sections; a report of zeros needs none."""
    if report.is_zero:
        return
    why = _("Write something here; where there was nothing, say so.")
    empty = [Detail(each.code, why) for each in report.template.sections if not texts.get(each.code, "").strip()]
    if empty:
        raise Refusal(_("Some sections have no words yet."), details=empty)
