"""Drives and what each unit said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from firstdesk.common import clock as walls
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.scope import Acting
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Involvement, Matter
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.selectors import duties_of
from firstdesk.obligations.states import OccurrenceState
from firstdesk.regulations import selectors as regulations
from firstdesk.screening.models import Campaign, Finding
from firstdesk.screening.selectors.figures import DISPUTE, GONE
from firstdesk.screening.selectors.reading import reports
from firstdesk.screening.states import CampaignState, FindingState

EVIDENCE = "screening_record"  # what the duties of the rules ask for
REMINDED = "campaign.reminded"
PICKED_FROM = 60  # newest first; what is older is typed
ASKED = (UnitKind.COMMUNITY, UnitKind.STATION, UnitKind.GROUP, UnitKind.CENTRE)


@dataclass(frozen=True)
class Line:
    """A drive with how many units spoke."""

    campaign: Campaign
    asked: int
    said: int
    late: int  # said nothing and the day is over, or said it after
    found: int
    is_asked: bool  # the reader's own unit has not spoken yet


def visible(acting: Acting) -> QuerySet[Campaign]:
    """Drives of the centres around a person, and those their units were asked in."""
    own = [acting.centre.pk] if acting.centre else []
    asked = Finding.objects.filter(unit__in=acting.unit_ids).values("campaign")
    found = Campaign.objects.filter(centre__in=own) | Campaign.objects.filter(pk__in=asked)
    if acting.centre:
        found |= Campaign.objects.filter(centre__path__startswith=acting.centre.path)
    return found.select_related("centre", "begun_by").distinct().order_by("-first", "-pk")


def lines(campaigns: Sequence[Campaign], acting: Acting, at: datetime) -> list[Line]:
    """Each with its counts; two queries."""
    findings = list(Finding.objects.filter(campaign__in=campaigns).select_related("campaign"))
    through = Finding.matters.through.objects.filter(finding__in=findings).values_list("finding__campaign", flat=True)
    found = list(through)
    today = walls.local(at).date()
    return [_line(each, [one for one in findings if one.campaign_id == each.pk], found.count(each.pk), acting, today)
            for each in campaigns]  # fmt: skip


def _line(campaign: Campaign, findings: list[Finding], found: int, acting: Acting, today: object) -> Line:
    silent = [each for each in findings if each.state == FindingState.AWAITED]
    over = str(today) > campaign.due_on.isoformat()
    late = sum(each.is_late for each in findings) + (len(silent) if over else 0)
    mine = campaign.state == CampaignState.RUNNING and any(reports(each, acting) for each in silent)
    return Line(campaign, len(findings), len(findings) - len(silent), late, found, mine)


def findings(campaign: Campaign) -> list[Finding]:
    """What each unit said, those who said nothing first."""
    rows = Finding.objects.filter(campaign=campaign).select_related("unit", "reported_by", "campaign")
    return list(rows.prefetch_related("matters").order_by("state", "unit__path"))


def pickable(finding: Finding, acting: Acting, at: datetime) -> list[Matter]:
    """What a unit may have found: disputes, and what is still to be classified, that it has a part in or its people
    registered from the first day of the drive to its last, or that of the reports; disputes first, newest first."""
    drive = finding.campaign
    until = walls.midnight(max(drive.last, drive.due_on) + timedelta(days=1))
    part = Involvement.objects.filter(unit=finding.unit).values("matter")
    theirs = Q(pk__in=part) | Q(registered_by__in=directory.members_of(finding.unit, at))
    found = Matter.objects.visible_to(acting).filter(theirs, nature__in=(DISPUTE, ""))
    found = found.filter(registered_at__gte=walls.midnight(drive.first), registered_at__lt=until)
    found = found.exclude(found_in__campaign=drive).exclude(state__in=GONE)
    return list(found.order_by("-nature", "-registered_at", "-pk")[:PICKED_FROM])


def reminded(campaign: Campaign) -> Entry | None:
    """When the silent units were reminded last."""
    said = Entry.objects.filter(verb=REMINDED, subject_kind=Campaign._meta.label, subject_id=str(campaign.pk))
    return said.order_by("-at").first()


def is_reminded_today(campaign: Campaign, at: datetime) -> bool:
    """Whether they were reminded on this day already: once a day is enough."""
    last = reminded(campaign)
    return last is not None and walls.local(last.at).date() == walls.local(at).date()


def units_of(centre: Unit) -> list[Unit]:
    """Whom a centre may ask: what lies under it, and itself."""
    found = Unit.objects.filter(path__startswith=centre.path, is_active=True, kind__in=ASKED)
    return list(found.order_by("path"))


def duties(campaign: Campaign, at: datetime) -> list[Occurrence]:
    """Recurring duties of the rules that this drive fulfils: due within its days, or by the day of its reports."""
    book = regulations.current(at)
    rules = [rule.id for rule in duties_of(book, campaign.centre.centre_kind) if EVIDENCE in rule.evidence]
    found = Occurrence.objects.filter(unit=campaign.centre, rule_id__in=rules).exclude(state=OccurrenceState.DONE)
    return list(found.filter(period_start__lte=campaign.last, due_at__date__gte=campaign.first).order_by("due_at")[:1])
