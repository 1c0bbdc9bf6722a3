"""Drafting: a report is begun, counted and written; corrections and follow-ups continue from one that was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common import locking, validation
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.models import Unit
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.regulations import selectors as regulations
from firstdesk.reporting import policies
from firstdesk.reporting.figures.scope import scope_of
from firstdesk.reporting.kinds import ReportKind
from firstdesk.reporting.models import Report, Words, Writer
from firstdesk.reporting.selectors import duties, freezing, reports
from firstdesk.reporting.selectors.titles import title_of
from firstdesk.reporting.spans import Span
from firstdesk.reporting.states import ReportState

DRAFT = ReportState.DRAFT


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """A report to begin."""

    unit: Unit
    kind: ReportKind
    span: Span
    cut_off: datetime | None = None  # None: the end of its days; of a situation report, now, if they are not over
    about: str = ""  # number of a matter
    title: str = ""  # of a situation report


@transaction.atomic
def begin(new: NewReport, *, by: Actor, at: datetime) -> Report:
    """Begin a draft and count its figures at once. Raises Refusal or Conflict where the unit already has this kind for
    these days."""
    cut_off = new.cut_off or (min(at, new.span.ends) if new.kind.is_event else new.span.ends)
    policies.check_days(new.kind, new.span, cut_off, at)
    if new.kind.is_event and not new.title.strip():
        raise at_field("title", _("Say in a few words what happened."))
    Unit.objects.select_for_update(no_key=True).get(pk=new.unit.pk)  # numbers of reports are drawn one by one
    if (
        not new.kind.is_event
        and Report.objects.filter(unit=new.unit, kind=new.kind.code, first=new.span.first).exists()
    ):
        raise NotAllowed(_("This report was begun already. Open it; what was sent is corrected by a new version."))
    row = Report(
        unit=new.unit, kind=new.kind.code, first=new.span.first, last=new.span.last, cut_off_at=cut_off,
        title=new.title.strip() or title_of(new.kind, new.span), about=new.about.strip().upper(),
        due_on=duties.due_day(new.unit, new.kind, new.span, at), year=new.span.last.year,
        serial=_serial(new), part=1 if new.kind.is_event else 0,
    )  # fmt: skip
    return _begun(row, "report.begun", by=by, at=at)


def _serial(new: NewReport) -> int:
    same = Report.objects.filter(unit=new.unit, kind=new.kind.code, year=new.span.last.year)
    return int(same.aggregate(last=Max("serial"))["last"] or 0) + 1


def _begun(row: Report, verb: str, *, by: Actor, at: datetime) -> Report:
    _count(row, by=by, at=at)
    row.begun_at, row.begun_by_id = at, by.by_id
    validation.check(row, leave_out=LEFT_OUT)
    row.save(force_insert=True)
    Writer.objects.create(report=row, wrote_at=at, wrote_by_id=by.by_id)
    _enter(row, verb, {"cut_off": _moment(row), "version": row.version}, by=by, at=at)
    return row


LEFT_OUT = (
    "unit", "to_unit", "corrects", "begun_by", "counted_by", "handed_in_at", "handed_in_by", "signed_at", "signed_by",
    "sent_at", "sent_by", "figures", "charts", "due_on",
)  # fmt: skip


def _count(row: Report, *, by: Actor, at: datetime) -> None:
    scope = scope_of(row.template, row.unit, row.span, row.cut_off_at)
    last = reports.before(row)
    row.figures = freezing.figures(row.template, scope, last.figures if last else {})
    row.charts = freezing.charts(row.template, scope, regulations.current(at))
    row.counted_at, row.counted_by_id, row.changed_at = at, by.by_id, at


def _enter(row: Report, verb: str, noted: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    draft = ledger.draft_for(row, verb, chain=row.ledger_chain, by=by, at=at)
    ledger.append(replace(draft, after={"title": row.title, "kind": row.kind, **noted}))


def _moment(row: Report) -> str:
    return f"{walls.local(row.cut_off_at):%Y-%m-%d %H:%M}"


def locked(report: Report) -> Report:
    """Lock the report and return it as it is now."""
    rows = Report.objects.select_related("unit", "begun_by", "handed_in_by", "signed_by", "sent_by")
    return locking.locked(rows, report.pk)


@transaction.atomic
def recount(report: Report, *, seen: datetime | None = None, by: Actor, at: datetime) -> Report:
    """Recount a draft as of the same cut-off, to include late entries and corrections."""
    row = locked(report)
    policies.check_state(row, DRAFT, seen)
    _count(row, by=by, at=at)
    row.save(update_fields=["figures", "charts", "counted_at", "counted_by", "changed_at"])
    _enter(row, "report.counted", {"cut_off": _moment(row)}, by=by, at=at)
    return row


@transaction.atomic
def write(report: Report, texts: Mapping[str, str], *, seen: datetime | None = None, by: Actor, at: datetime) -> Report:
    """Write sections of a draft. Whoever writes becomes one of its writers."""
    row = locked(report)
    policies.check_state(row, DRAFT, seen)
    policies.check_words(row, texts)
    for section in row.template.sections:
        if section.code in texts:
            said = {"text": texts[section.code].strip(), "written_at": at, "written_by_id": by.by_id}
            Words.objects.update_or_create(report=row, section=section.code, defaults=said)
    Writer.objects.get_or_create(report=row, wrote_by_id=by.by_id, defaults={"wrote_at": at})
    row.changed_at = at
    row.save(update_fields=["changed_at"])
    _enter(row, "report.written", {"sections": sorted(texts)}, by=by, at=at)
    return row


@transaction.atomic
def correct(report: Report, why: str, *, by: Actor, at: datetime) -> Report:
    """Begin a corrected version of a sent report: recounted as of the same cut-off, keeping its words."""
    old = locked(report)
    if not why.strip():
        raise at_field("why", _("Say what is put right, and why."))
    if Report.objects.filter(corrects=old).exists():
        raise NotAllowed(_("A new version was begun already. Go on with that one."))
    policies.check_state(old, ReportState.SENT, None)
    row = _like(old, version=old.version + 1, corrects=old, why_corrected=why.strip()[:300])
    return _with_words(_begun(row, "report.begun", by=by, at=at), old, by=by, at=at)


@transaction.atomic
def follow_up(report: Report, *, by: Actor, at: datetime) -> Report:
    """Begin the next part of a sent situation report, under the same number."""
    old = locked(report)
    policies.check_state(old, ReportState.SENT, None)
    if not old.template.is_event:
        raise NotAllowed(_("Only a situation report is followed up."))
    Unit.objects.select_for_update(no_key=True).get(pk=old.unit_id)
    if policies.later_parts(old).exists():
        raise NotAllowed(_("The next part was begun already. Go on with that one."))
    today = walls.local(at).date()
    row = _like(old, part=old.part + 1, last=max(today, old.last), cut_off_at=at)
    return _begun(row, "report.begun", by=by, at=at)


def _like(old: Report, **changes: object) -> Report:
    names = ("unit", "kind", "title", "first", "last", "cut_off_at", "due_on", "year", "serial", "part", "about")
    return Report(**({name: getattr(old, name) for name in names} | changes))


def _with_words(row: Report, old: Report, *, by: Actor, at: datetime) -> Report:
    Words.objects.bulk_create(
        Words(report=row, section=each.section, text=each.text, written_at=at, written_by_id=by.by_id)
        for each in Words.objects.filter(report=old)
    )
    return row
