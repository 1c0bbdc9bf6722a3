"""Drives: begun with the units that are asked, each answers with what it found or with zero, ended."""

from collections.abc import Sequence
from copy import copy
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common import clock as walls
from firstdesk.common import validation
from firstdesk.common.locking import locked
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.notices.services import Message, send
from firstdesk.obligations import services as obligations
from firstdesk.screening.models import Campaign, Finding
from firstdesk.screening.selectors import campaigns as found
from firstdesk.screening.selectors import papers
from firstdesk.screening.services.leaving import leaves
from firstdesk.screening.states import CampaignState, FindingState

ASKED = gettext_noop("“%(title)s”: say by %(due)s what you found, or that you found nothing.")

SILENT = gettext_noop("“%(title)s”: your unit has not reported yet; it was asked to by %(due)s. Zero is a report, too.")


@dataclass(frozen=True, kw_only=True)
class NewCampaign:
    """What a drive is."""

    mode: str
    title: str
    areas: str
    first: date
    last: date
    due_on: date
    occasion: str = ""


@transaction.atomic
def begin(centre: Unit, new: NewCampaign, units: Sequence[Unit], *, by: Actor, at: datetime) -> Campaign:
    """Begin it: every unit asked has a line that stays visibly empty until it speaks."""
    if not units:
        raise at_field("units", _("Choose the units that look for disputes."))
    campaign = Campaign(centre=centre, begun_at=at, begun_by_id=by.by_id, **asdict(new))
    validation.check(campaign, leave_out=("centre", "begun_by", "ended_at", "ended_by", "paper"))
    campaign.save(force_insert=True)
    Finding.objects.bulk_create(Finding(campaign=campaign, unit=unit) for unit in units)
    draft = ledger.draft_for(campaign, "campaign.begun", chain=campaign.ledger_chain, by=by, at=at)
    noted = {"title": campaign.title, "mode": campaign.mode, "due_on": campaign.due_on, "units": len(units)}
    ledger.append(replace(draft, after=noted))
    _ask(campaign, units, "info", ASKED, at=at)
    return campaign


def _ask(campaign: Campaign, units: Sequence[Unit], level: str, text: str, *, at: datetime) -> None:
    """A message to who leads each unit."""
    values = {"title": campaign.title, "due": campaign.due_on.isoformat()}
    url = f"/screening/drives/{campaign.pk}/"
    message = Message(kind="campaign.begun", level=level, text=text, values=values, url=url)
    for unit in units:
        send(message, to=directory.holders_of(directory.leader_posts(unit), at), at=at)


@transaction.atomic
def remind(campaign: Campaign, *, by: Actor, at: datetime) -> int:
    """Remind the units that have said nothing, not twice on a day; returns how many."""
    campaign = locked(Campaign.objects.all(), campaign.pk)
    if campaign.state != CampaignState.RUNNING:
        raise NotAllowed(_("This drive has ended."))
    if found.is_reminded_today(campaign, at):
        raise NotAllowed(_("The units were reminded today already. Who is silent tomorrow can be reminded then."))
    silent = [each.unit for each in found.findings(campaign) if each.state == FindingState.AWAITED]
    if not silent:
        raise NotAllowed(_("Every unit has reported."))
    draft = ledger.draft_for(campaign, found.REMINDED, chain=campaign.ledger_chain, by=by, at=at)
    ledger.append(replace(draft, after={"title": campaign.title, "units": len(silent)}))
    _ask(campaign, silent, "warning", SILENT, at=at)
    return len(silent)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a unit found: the matters it registered, or zero."""

    matters: Sequence[Matter] = ()
    is_zero: bool = False
    words: str = ""


@transaction.atomic
def report(finding: Finding, said: Said, *, by: Actor, at: datetime) -> Finding:
    """Say it once. What is found is registered first, so that it is a matter and no mere number; zero is said as such."""
    if finding.campaign.state != CampaignState.RUNNING:
        raise NotAllowed(_("This drive has ended. Tell the centre; it explains it in the figures of the month."))
    if said.is_zero == bool(said.matters):
        raise at_field("numbers", _("Name the matters you registered, or say that you found nothing."))
    late = walls.local(at).date() > finding.campaign.due_on
    finding.words = said.words.strip()
    finding.save(update_fields=["words"])
    finding.matters.set(said.matters)
    changes = {"is_zero": said.is_zero, "is_late": late, "reported_at": at, "reported_by_id": by.by_id}
    noted = {"campaign": finding.campaign_id, "unit": finding.unit_id, "found": len(said.matters)}
    step = ledger.Move(FindingState.REPORTED, "campaign.reported", changes=changes, noted=noted)
    ledger.move(finding, step, by=by, at=at)
    return finding


@transaction.atomic
def end(campaign: Campaign, *, base: str = "", by: Actor, at: datetime) -> Campaign:
    """End it. Who said nothing stays visible; the duty of the rules it fulfils is done with it."""
    rows = Finding.objects.filter(campaign=campaign)
    said = rows.filter(state=FindingState.REPORTED).count()
    if not said:
        raise NotAllowed(_("No unit has reported yet. A drive nobody took part in is no evidence of anything."))
    noted = {"title": campaign.title, "units": rows.count(), "said": said}
    ended = copy(campaign)
    ended.state, ended.ended_at, ended.ended_by_id = CampaignState.ENDED, at, by.by_id
    paper = leaves(papers.drive(ended), base=base, by=by, at=at)
    changes = {"ended_at": at, "ended_by_id": by.by_id, "paper_id": paper.pk}
    step = ledger.Move(CampaignState.ENDED, "campaign.ended", changes=changes, noted={**noted, "paper": paper.sha256})
    ledger.move(campaign, step, by=by, at=at)
    for duty in found.duties(campaign, at):
        shown = obligations.Shown(
            kind=found.EVIDENCE, unit=campaign.centre, happened_on=walls.local(at).date(), ref=f"campaign:{campaign.pk}",
            url=reverse("screening:drive", args=[campaign.pk]), title=campaign.title,
        )  # fmt: skip
        obligations.give(duty, [shown], by=by, at=at)
    return campaign
