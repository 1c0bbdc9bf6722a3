"""The page of one matter: the one obvious next step, the time line, and what may be done beside the panels."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.directory import selectors as directory
from firstdesk.directory.models import User
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.dispatch import selectors as dispatch
from firstdesk.followup import selectors as followup
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import recused, turn_of
from firstdesk.matters.states import State
from firstdesk.oversight.selectors import panel as oversight
from firstdesk.triage.selectors import pages as triage
from firstdesk.workbench.selectors.sentences import sentence, who

Words = str | Promise
WORKS = frozenset({Permission.HANDLE, Permission.TRIAGE, Permission.REFER, Permission.REPLY, Permission.MEDIATE})
QUIET_VERBS = ("personal.read",)  # who looked is for the audit, not for everybody who works on it

TONES = {"clock.breached": "late", "clock.warned": "warn", "matter.replied": "kept", "matter.closed": "kept"}


@dataclass(frozen=True)
class Step:
    """Something this person may do next."""

    label: Words
    url: str
    is_obvious: bool = False


@dataclass(frozen=True)
class May:
    """What this person may do beside the panels' own steps."""

    take: bool
    assign: bool
    resume: bool
    end: bool
    urgent: bool


@dataclass(frozen=True)
class Page:
    """What stands around the panels."""

    steps: tuple[Step, ...]
    may: May
    turn: Words  # whose turn it is, in words
    people: list[User] = field(default_factory=list)  # to whom it could be given

    @property
    def offers_more(self) -> bool:
        """Whether there is a step beside the panels' own and those on top."""
        return bool(self.people) or self.may.end


def page(matter: Matter, acting: Acting, at: datetime) -> Page:
    """The next steps, the obvious one first, and what else this person may do."""
    allowed = may(matter, acting)
    offered = [
        *triage.next_steps(matter, acting),
        *dispatch.next_steps(matter, acting),
        *followup.next_steps(matter, acting),
        *oversight.next_steps(matter, acting),
    ]
    steps = sorted((Step(*each) for each in offered), key=lambda step: not step.is_obvious)
    people = directory.members_of(matter.responsible_unit, at) if allowed.assign else []
    held_back = recused(matter) | {matter.responsible_person_id} if people else frozenset()
    people = [person for person in people if person.pk not in held_back]
    return Page(tuple(steps), allowed, _turn(matter), people)


def may(matter: Matter, acting: Acting) -> May:
    """Which of the matter's own verbs this person may use now; the services check again."""
    near = acting.unit.pk == matter.responsible_unit_id
    rules = near or (acting.may(Permission.DECIDE) and acting.covers(matter.responsible_unit))
    works = near and bool(acting.permissions & {Permission.HANDLE, Permission.REPLY})
    return May(
        take=matter.is_open and matter.responsible_post_id == acting.post.pk and bool(acting.permissions & WORKS),
        assign=matter.is_open and rules and acting.may(Permission.ASSIGN),
        resume=matter.state == State.SUSPENDED and works,
        end=_may_end(matter, acting),
        urgent=triage.may_mark_urgent(matter, acting),
    )


def _may_end(matter: Matter, acting: Acting) -> bool:
    decides = acting.permissions & {Permission.TRIAGE, Permission.DECIDE}
    return acting.unit.pk == matter.centre_id and bool(decides) and State.INVALID in matter.moves[matter.state]


def _turn(matter: Matter) -> Words:
    """Whose turn it is, for everybody who only looks on."""
    if not matter.is_open:
        return _("It has ended; nobody owes anything.")
    holder = matter.responsible_person or matter.responsible_post
    if matter.state == State.OFFERED:
        referral = dispatch.live_referral(matter)
        unit = referral.to_unit.name if referral else _("Another unit")
        return _("%(unit)s is asked to take it; until then %(holder)s answers for it.") % {
            "unit": unit,
            "holder": str(holder),
        }
    return _("It is the turn of: %(turn)s — %(holder)s.") % {"turn": turn_of(matter).label, "holder": str(holder)}


def entries(matter: Matter) -> QuerySet[Entry]:
    """What the record holds about the matter, newest first."""
    return Entry.objects.filter(chain=matter.ledger_chain).exclude(verb__in=QUIET_VERBS).order_by("-seq")


@dataclass(frozen=True)
class Item:
    """One line of the time line."""

    at: datetime
    sentence: Words
    reason: str
    who: str
    tone: str


def timeline(matter: Matter) -> list[Item]:
    """What was done, by whom, newest first."""
    return [_item(entry) for entry in entries(matter)]


def _item(entry: Entry) -> Item:
    return Item(entry.at, sentence(entry), entry.reason, who(entry), TONES.get(entry.verb, ""))


def changed_since(matter: Matter, seen: datetime) -> list[Item]:
    """What was recorded after somebody last looked."""
    return [_item(entry) for entry in entries(matter).filter(at__gt=seen)[:5]]
