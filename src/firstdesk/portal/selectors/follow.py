"""What the person who asked may know: where it stands, who has it, what was promised by when and why, the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.language import lang, words
from firstdesk.directory.models import Unit
from firstdesk.directory.selectors import supervision_phone
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.states import ReferralState
from firstdesk.followup.models import Reply
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Attachment, Matter
from firstdesk.matters.selectors import attachments_of
from firstdesk.matters.states import State
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.portal.selectors.joined import There, there
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import wording
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.deadlines import NotPromised, pick
from firstdesk.rulebook.model import DeadlineRule

Words = str | Promise
TAKEN = (ReferralState.WORKING, ReferralState.ANSWERED, ReferralState.CONFIRMED)

# Where it stands, said to somebody who has never seen our desk.
STANDS: dict[str, tuple[Words, Words]] = {
    State.TO_TRIAGE: (_("Received"), _("We have it and are deciding who is right for it.")),
    State.ESCALATED: (_("Being decided"), _("The director of the centre is deciding how it is handled.")),
    State.OFFERED: (
        _("Sent on"),
        _("We sent it to the unit that is right for it. Until they accept, we answer for it."),
    ),
    State.HANDLING: (_("Being handled"), _("The unit named below is working on it.")),
    State.SUSPENDED: (_("On hold"), _("Work stands still for a stated reason and goes on when the reason is gone.")),
    State.ANSWERED: (_("Result is back"), _("The unit returned a result; we are checking it.")),
    State.TO_REPLY: (_("Answer is being prepared"), _("The result is confirmed; you will be told.")),
    State.FOLLOW_UP: (_("Answered"), _("You were given the answer. We will ask whether it helped.")),
    State.CLOSED: (_("Closed"), _("It is closed. If it is not settled, say so below and it is opened again.")),
    State.DUPLICATE: (_("Joined to another"), _("The same was reported before; it is handled there.")),
    State.WITHDRAWN: (_("Withdrawn"), _("It was withdrawn. You can ask again at any time.")),
    State.INVALID: (_("Not taken up"), _("It could not be taken up. Ask at the centre for the reason.")),
}
HAPPENED: dict[str, Words] = {
    "matter.registered": _("Registered"),
    "matter.triaged": _("Sorted, and it was decided who handles it"),
    "matter.reclassified": _("Sorted anew"),
    "matter.escalated": _("Brought to the director"),
    "referral.offered": _("Sent to the unit right for it"),
    "referral.accepted": _("Accepted by the unit"),
    "referral.objected": _("The unit sent it back with a reason"),
    "referral.withdrawn": _("Taken back by the centre"),
    "referral.answered": _("Result returned by the unit"),
    "referral.confirmed": _("Result checked by the centre"),
    "referral.returned": _("Returned to the unit for more work"),
    "matter.finished": _("Handled by the centre"),
    "matter.suspended": _("Put on hold"),
    "matter.resumed": _("Work goes on"),
    "matter.replied": _("Answer given"),
    "matter.followed_up": _("You were asked whether it helped"),
    "matter.rated": _("You rated the answer"),
    "loop.opened": _("You were not content; somebody else checks it"),
    "loop.verified": _("Checked by somebody who did not handle it"),
    "complaint.received": _("Taken as a complaint"),
    "complaint.visited": _("Looked into on the spot"),
    "complaint.explained": _("The delay was explained"),
    "compensation.approved": _("Compensation approved"),
    "compensation.paid": _("Compensation paid"),
    "matter.closed": _("Closed"),
    "matter.reopened": _("Opened again"),
    "matter.marked_duplicate": _("Joined to an earlier report of the same"),
    "matter.withdrawn": _("Withdrawn"),
    "matter.marked_invalid": _("Not taken up"),
}


def matches(number: str, token: str) -> bool:
    """Whether this number and this key belong together."""
    return Matter.objects.filter(number=number.strip().upper(), token=token.strip()).exists()


@dataclass(frozen=True)
class Promised:
    """A running promise, with the clause it rests on."""

    what: str
    due_at: datetime
    warn_at: datetime | None
    is_paused: bool
    clauses: tuple[tuple[str, str], ...]  # number, text


@dataclass(frozen=True)
class Happened:
    """Something that was done, without names."""

    what: Words
    at: datetime


@dataclass(frozen=True)
class Follow:
    """The follow page."""

    matter: Matter
    stands: Words
    means: Words
    promises: tuple[Promised, ...]
    history: tuple[Happened, ...]
    answers: tuple[Reply, ...]
    handled_by: Unit | None  # the unit that took it, where it is not the one that has it now
    supervision: tuple[str, str]  # number and whose, where it is not the centre's own
    there: There | None  # what came of the matter it was joined to
    there_stands: Words


def follow(matter: Matter) -> Follow:
    """Everything the person may know; no name of anybody, no text of the report."""
    stands, means = STANDS[matter.state]
    clocks = Clock.objects.promises().open().filter(matter_id=matter.pk)
    joined = there(matter)
    entries = Entry.objects.filter(chain=matter.ledger_chain, verb__in=list(HAPPENED)).order_by("-seq")
    return Follow(
        matter=matter,
        stands=stands,
        means=means,
        promises=tuple(_promised(clock) for clock in clocks.order_by("due_at")),
        history=tuple(Happened(HAPPENED[verb], at) for verb, at in entries.values_list("verb", "at")),
        handled_by=_handled_by(matter),
        supervision=supervision_phone(matter.centre),
        there=joined,
        there_stands=STANDS[joined.state][0] if joined else "",
        answers=tuple(Reply.objects.filter(matter=matter).order_by("-replied_at")),
    )


@dataclass(frozen=True)
class Papers:
    """Files as the person sees them: what they sent, and what came with the answer."""

    sent: tuple[Attachment, ...]
    answered: tuple[Attachment, ...]
    may_add: bool


def papers(matter: Matter) -> Papers:
    """Nothing of what others added, and nothing internal."""
    held = [each for each in attachments_of(matter) if each.matter_id == matter.pk and each.file]
    return Papers(
        sent=tuple(each for each in held if each.attached_by_id is None and each.part == Attachment.Part.REPORT),
        answered=tuple(each for each in held if each.part == Attachment.Part.REPLY),
        may_add=matter.is_open,
    )


def _handled_by(matter: Matter) -> Unit | None:
    taken = Referral.objects.filter(matter=matter, state__in=TAKEN).exclude(to_unit=matter.responsible_unit_id)
    referral = taken.select_related("to_unit").order_by("-decided_at").first()
    return referral.to_unit if referral else None


def _promised(clock: Clock) -> Promised:
    book = regulations.version(clock.rulebook_version)
    rule = book.deadline(clock.rule_id)
    return Promised(
        what=words(rule.title),
        due_at=clock.due_at,
        warn_at=clock.warn_at,
        is_paused=clock.state == ClockState.PAUSED,
        clauses=tuple((clause, words(book.clauses[clause].text)) for clause in rule.clauses),
    )


@dataclass(frozen=True)
class Ahead:
    """A promise that will run for somebody who asks now."""

    what: str
    limit: str
    clauses: tuple[str, ...]


AHEAD = ("triage", "accept", "handling", "reply", "follow_up")
ORDINARY: Mapping[str, str] = {
    "nature": "help", "topic": "other", "urgency": "normal", "grade": "ordinary", "remit": "unit", "zone": "unknown",
    "channel": "web", "hour": "office", "identified": "yes", "decider": "officer", "unit_class": "none",
}  # fmt: skip


def ahead(rulebook: Rulebook, centre_kind: str, at: datetime) -> tuple[Ahead, ...]:
    """What an ordinary request is promised on its way, from the rules of this kind of centre."""
    found = []
    for code in AHEAD:
        try:
            rule = pick(rulebook, centre_kind, code, {**ORDINARY, "centre": centre_kind}, clock.local(at).date())
        except NotPromised:
            continue
        found.append(Ahead(words(rule.title), limit_words(rule, at), rule.clauses))
    return tuple(found)


def limit_words(rule: DeadlineRule, at: datetime) -> str:
    """The figure in force, in words."""
    limit = rule.limit_on(clock.local(at).date())
    return wording.amount(limit.amount, limit.unit, lang())
