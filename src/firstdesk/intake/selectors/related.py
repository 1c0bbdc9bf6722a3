"""What belongs together with a matter: reports of the same joined to it, related ones, parts split off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.followup import selectors as followup
from firstdesk.followup.models import NotTold
from firstdesk.intake.models import Party, Report
from firstdesk.intake.selectors import Masked, hides_reporter, masked, may_reveal
from firstdesk.intake.selectors.around import Near, around, typed_of
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Confidentiality, Link, Matter
from firstdesk.matters.selectors import joined_to, links_of
from firstdesk.matters.states import State

LINKS = frozenset({Permission.TRIAGE, Permission.REFER, Permission.HANDLE, Permission.DECIDE})
JOINS = frozenset({Permission.TRIAGE, Permission.DECIDE})
TOLD = "matter.joined_told"
Words = str | Promise


@dataclass(frozen=True)
class Joined:
    """A report of the same event, with everything that was taken down about it."""

    matter: Matter
    report: Report | None
    parties: Sequence[Masked]
    told_at: datetime | None  # when its person was last told the answer
    why_not: str  # why they were not, where that was noted later
    is_owed: bool  # the person can be reached and has yet to hear the newest answer


@dataclass(frozen=True)
class Tied:
    """The other end of a link, and how it reads from here."""

    link: Link
    matter: Matter
    how: Words
    may_remove: bool


def may_link(matter: Matter, acting: Acting) -> bool:
    """Whoever works on it: its centre and the unit that has it."""
    near = acting.unit.pk in {matter.centre_id, matter.responsible_unit_id}
    return near and bool(acting.permissions & LINKS)


def may_join(matter: Matter, acting: Acting) -> bool:
    """Joining and splitting are judgements of the centre that registered it."""
    return acting.unit.pk == matter.centre_id and bool(acting.permissions & JOINS)


def may_tell(matter: Matter, acting: Acting) -> bool:
    """Whoever may answer for the matter, once it has been answered."""
    return followup.speaks_for(matter, acting) and matter.state in {State.FOLLOW_UP, State.CLOSED}


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """What the page of a matter shows about others; None where there is nothing to show or to do."""
    links, joins = may_link(matter, acting), may_join(matter, acting)
    tied = [_tied(matter, *pair, may_remove=links) for pair in links_of(matter, acting)]
    joined = joined_of(matter, acting)
    is_joined = matter.state == State.DUPLICATE
    if not (links or joins or tied or joined):
        return None
    return {
        "matter": matter,
        "tied": tied,
        "joined": joined,
        "reveals": may_reveal(acting, matter),
        "into": matter.duplicate_of if is_joined and _may_know(matter.duplicate_of, acting) else None,
        "may_link": links,
        "may_join": joins and State.DUPLICATE in matter.moves[matter.state],
        "may_take_apart": joins and is_joined,
        "may_split": joins and not is_joined,
        "may_tell": may_tell(matter, acting),
    }


def _may_know(kept: Matter | None, acting: Acting) -> bool:
    return kept is not None and Matter.objects.visible_to(acting).filter(pk=kept.pk).exists()


def _tied(matter: Matter, tie: Link, other: Matter, *, may_remove: bool) -> Tied:
    if tie.kind == Link.Kind.RELATED:
        return Tied(tie, other, _("Related"), may_remove)
    how = _("Split off from here") if tie.other_id == matter.pk else _("This was split off from it")
    return Tied(tie, other, how, may_remove=False)


def joined_of(matter: Matter, acting: Acting) -> list[Joined]:
    """The reports joined to a matter; their persons masked, a confidential reporter hidden as on the matter's own page."""
    matters = list(joined_to(matter))
    if not matters:
        return []
    reports = Report.objects.in_bulk([each.pk for each in matters])
    people: dict[int, list[Masked]] = {each.pk: [] for each in matters}
    parties = Party.objects.filter(matter__in=matters).order_by("pk")
    for party in hides_reporter(parties, matter, acting):
        people[party.matter_id].append(masked(party))
    told = Entry.objects.filter(chain__in=[each.ledger_chain for each in matters], verb=TOLD)
    last = {entry.chain: entry.at for entry in told.order_by("at")}
    reasons = {note.matter_id: note for note in NotTold.objects.filter(matter__in=matters).order_by("noted_at")}
    owed = {each.pk for each in followup.untold(matter)}
    return [
        Joined(
            each, reports.get(each.pk), people[each.pk], last.get(each.ledger_chain),
            _why_not(reasons.get(each.pk), last.get(each.ledger_chain)), each.pk in owed,
        )
        for each in matters
    ]  # fmt: skip


def _why_not(note: NotTold | None, told_at: datetime | None) -> str:
    return note.reason if note is not None and (told_at is None or told_at < note.noted_at) else ""


def likely(matter: Matter, acting: Acting) -> Sequence[Near]:
    """What may be the same event as a registered matter, of what is not tied to it yet."""
    report = Report.objects.select_related("grid").filter(matter=matter).first()
    if report is None:
        return []
    known = {tied.pk for _tie, tied in links_of(matter, acting)} | {each.pk for each in joined_to(matter)}
    found = around(typed_of(matter, report), acting).duplicates
    return [near for near in found if near.matter.pk not in known | {matter.duplicate_of_id}]


def split_parties(matter: Matter, acting: Acting) -> list[tuple[int, str]]:
    """The people of a matter as choices, masked."""
    if matter.confidentiality != Confidentiality.ORDINARY and not may_reveal(acting, matter):
        return []
    rows = [masked(party) for party in Party.objects.filter(matter=matter).order_by("pk")]
    return [(each.party.pk, f"{each.party.get_role_display()}: {each.name or '—'} {each.phone}") for each in rows]
