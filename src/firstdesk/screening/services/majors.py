"""A major dispute is registered and reported upward at once; it goes on in notes, the superior takes it up, it ends."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common import clock as walls
from firstdesk.common import validation
from firstdesk.common.refusals import Conflict, NotAllowed, at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.matters.models import Grade, Matter
from firstdesk.matters.selectors import facts_of
from firstdesk.mediation.models import Case
from firstdesk.mediation.services.kernel import Happening, happen
from firstdesk.notices.services import Message, send
from firstdesk.screening.models import Major, Progress
from firstdesk.screening.selectors import papers
from firstdesk.screening.services.leaving import leaves
from firstdesk.screening.states import MajorState

UNSET = (
    "matter", "case", "centre", "superior", "leader", "reported_by", "taken_up_at", "taken_up_by", "ended_at", "ended_by",
    "due_on", "paper",
)  # fmt: skip
TOLD = gettext_noop("%(number)s: a major dispute was reported upward by %(centre)s.")
OVER = gettext_noop("%(number)s: %(centre)s settled the major dispute or handed it on.")
ANSWERED = gettext_noop("%(number)s: the superior has taken up the major dispute.")


@dataclass(frozen=True, kw_only=True)
class Registration:
    """The form of a major dispute: about the event; of persons only the parties of this dispute."""

    place: str
    found_by: str
    found_on: date
    kind: str
    parties: str
    people_involved: int
    cause: str
    focus: str
    measures: str
    asked: str
    note: str
    leader: User | None
    course: str = ""
    risk: str = ""
    due_on: date | None = None

    @property
    def evidence(self) -> frozenset[str]:
        """What the rules ask for and is there."""
        found = {
            "place": self.place,
            "found_by": self.found_by,
            "dispute_type": self.kind,
            "both_sides": len(self.parties.split("\n")) > 1 or "、" in self.parties,
            "cause": self.cause,
            "focus": self.focus,
            "measures": self.measures,
            "leader": self.leader,
            "situation_note": self.note,
            "asked_of_superior": self.asked,
        }
        return frozenset(name for name, there in found.items() if (there.strip() if isinstance(there, str) else there))


@transaction.atomic
def register(
    matter: Matter, form: Registration, *, case: Case | None = None, base: str = "", by: Actor, at: datetime
) -> Major:
    """Register it and report it upward; where a case of it is mediated, its promise to report is kept with that."""
    facts = {**facts_of(matter, at), "grade": Grade.MAJOR}
    demand(matter.centre_kind, "screening.report_major", form.evidence, facts, matter.rulebook_version)
    if form.found_on > walls.local(at).date():
        raise at_field("found_on", _("This day has not come yet."))
    superior = directory.superior_centre(matter.centre)
    Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    number = f"{matter.number}-Z{Major.objects.filter(matter=matter).count() + 1}"
    values = {name: getattr(form, name) for name in (field.name for field in fields(form)) if name != "leader"}
    row = Major(
        matter=matter, case=case, centre=matter.centre, superior=superior, number=number, leader=form.leader,
        reported_at=at, reported_by_id=by.by_id, changed_at=at, **values,
    )  # fmt: skip
    validation.check(row, leave_out=UNSET)
    row.save(force_insert=True)
    row.paper = leaves(papers.registration(row), base=base, by=by, at=at)
    row.save(update_fields=["paper"])
    noted = {"number": number, "superior": superior.name if superior else "", "paper": row.paper.sha256}
    _enter(row, "major.registered", noted, by=by, at=at)
    if case is not None and case.grade == Grade.MAJOR:
        happen(
            case,
            Happening("mediation.reported_up", noted={"form": number, "superior": noted["superior"]}),
            by=by,
            at=at,
        )
    _tell_superior(row, "major.registered", "warning", TOLD, at=at)
    return row


def _tell_superior(row: Major, kind: str, level: str, text: str, *, at: datetime) -> None:
    post = directory.director_post(row.superior) if row.superior else None
    if post is not None:
        said, url = {"number": row.number, "centre": row.centre.name}, f"/screening/majors/{row.number}/"
        message = Message(kind=kind, level=level, text=text, values=said, url=url)
        send(message, to=directory.holders(post, at), at=at)


def _enter(row: Major, verb: str, noted: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    draft = ledger.draft_for(row, verb, chain=row.ledger_chain, by=by, at=at)
    ledger.append(replace(draft, after=noted))


@transaction.atomic
def note(major: Major, words: str, *, by: Actor, at: datetime) -> Progress:
    """How it goes on."""
    if major.state == MajorState.ENDED:
        raise NotAllowed(_("This report has ended."))
    row = _progress(major, words, by, at)
    if not Major.objects.filter(pk=major.pk, changed_at=major.changed_at).update(changed_at=at):
        raise Conflict
    major.changed_at = at
    _enter(major, "major.progressed", {"number": major.number, "progress": row.pk}, by=by, at=at)
    return row


def _progress(major: Major, words: str, by: Actor, at: datetime) -> Progress:
    if not words.strip():
        raise at_field("words", _("Write how it goes on."))
    return Progress.objects.create(major=major, words=words.strip(), noted_at=at, noted_by_id=by.by_id)


@transaction.atomic
def take_up(major: Major, answer: str, *, by: Actor, at: datetime) -> Major:
    """The superior's director coordinates it, and says so."""
    if not answer.strip():
        raise at_field("answer", _("Write what the superior does."))
    major.answer = answer.strip()
    major.save(update_fields=["answer"])
    changes = {"taken_up_at": at, "taken_up_by_id": by.by_id, "changed_at": at}
    step = ledger.Move(MajorState.TAKEN_UP, "major.taken_up", changes=changes, noted={"number": major.number})
    ledger.move(major, step, by=by, at=at)
    people = User.objects.filter(pk__in={major.leader_id, major.reported_by_id})
    url = f"/screening/majors/{major.number}/"
    send(
        Message(kind="major.taken_up", level="info", text=ANSWERED, values={"number": major.number}, url=url),
        to=people,
        at=at,
    )
    return major


@transaction.atomic
def settle(major: Major, words: str, *, base: str = "", by: Actor, at: datetime) -> Major:
    """Settled, or handed on, in these words. The form leaves once more, with how it went; it takes the place of the first."""
    row = _progress(major, words, by, at)
    paper = leaves(papers.registration(major), replaces=major.paper, base=base, by=by, at=at)
    changes = {"ended_at": at, "ended_by_id": by.by_id, "changed_at": at, "paper_id": paper.pk}
    noted = {"number": major.number, "progress": row.pk, "paper": paper.sha256}
    ledger.move(major, ledger.Move(MajorState.ENDED, "major.ended", changes=changes, noted=noted), by=by, at=at)
    _tell_superior(major, "major.ended", "info", OVER, at=at)
    return major
