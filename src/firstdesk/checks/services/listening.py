"""Opinions: received once, the box emptied by two, then sorted, answered, turned into matters, improved on,
summarised."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.checks.models import Emptying, Opinion, Seeking, Summary
from firstdesk.checks.selectors import opinions as found
from firstdesk.checks.selectors.reach import today
from firstdesk.checks.services import recording
from firstdesk.checks.services.recording import Shows, Told
from firstdesk.checks.states import OpinionState
from firstdesk.common import validation
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, User
from firstdesk.intake import services as intake
from firstdesk.intake.models import Report
from firstdesk.intake.services import PartyData, Registration
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Channel, Matter
from firstdesk.notices.services import Message, send
from firstdesk.obligations.services.proving import Shown, prove

PORTAL = Actor.system("portal")
CHANNEL = {Opinion.Way.WEB: Channel.WEB, Opinion.Way.BOX: Channel.LETTER, Opinion.Way.SPOKEN: Channel.WALK_IN}
PAGE = "/checks/opinions/"
SECRET = 20  # characters a form's secret has at least
EMPTIED, SOUGHT, SUMMED = "box_emptied", "opinions_sought", "opinion_summary"


@dataclass(frozen=True, kw_only=True)
class Voice:
    """An opinion from the public page, without a name. `once`: the secret of the form it came by."""

    text: str
    contact: str = ""
    once: str = ""

    def key(self, unit: Unit) -> str:
        """The key by which a repeated sending is recognised: form secret and text. Empty where the form had none."""
        if len(self.once) < SECRET:
            return ""
        told = (self.once, str(unit.pk), self.text.strip(), self.contact.strip())
        return hashlib.sha256("\0".join(told).encode()).hexdigest()


@transaction.atomic
def receive(unit: Unit, voice: Voice, *, at: datetime) -> Opinion:
    """Store an opinion. The same form sent again, even concurrently, gives the same opinion."""
    key = voice.key(unit)
    row = Opinion(unit=unit, way=Opinion.Way.WEB, text=voice.text, contact=voice.contact, form_key=key)
    return _known(unit, voice) or _keep(row, by=PORTAL, at=at)


@transaction.atomic
def write_down(unit: Unit, voice: Voice, emptying: Emptying | None, *, by: Actor, at: datetime) -> Opinion:
    """Write down a slip from the box or a spoken opinion; of an emptying no more than its slips."""
    known = _known(unit, voice)
    if known:
        return known
    if emptying is not None and (emptying.unit_id != unit.pk or emptying.opinions.count() >= emptying.count):
        raise at_field("emptying", _("All slips of this emptying are written down already."))
    way = Opinion.Way.SPOKEN if emptying is None else Opinion.Way.BOX
    row = Opinion(unit=unit, way=way, text=voice.text, emptying=emptying, form_key=voice.key(unit))
    return _keep(row, by=by, at=at)


def _known(unit: Unit, voice: Voice) -> Opinion | None:
    """What this form gave when it was sent before. Whoever sends to the same unit waits here, and numbers follow each other."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    key = voice.key(unit)
    return Opinion.objects.filter(form_key=key).first() if key else None


def _keep(row: Opinion, *, by: Actor, at: datetime) -> Opinion:
    """Number it and write it down; its unit is locked."""
    row.text, row.contact = recording.words_in(row.text, "text")[:2000], row.contact.strip()[:120]
    row.number, row.received_at, row.received_by_id = found.next_number(row.unit, at), at, by.person_id
    row.save(force_insert=True)
    recording.enter(row, "opinion.received", {"way": row.way}, chain=row.ledger_chain, by=by, at=at)
    return row


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An emptying of the box as entered."""

    place: str
    happened_on: date
    count: int
    witness: User


@transaction.atomic
def empty_box(unit: Unit, opened: Opened, *, by: Actor, at: datetime) -> Emptying:
    """Record that two people emptied the box, with the count; an empty box counts, too."""
    row = Emptying(unit=unit, emptied_at=at, emptied_by_id=by.by_id, **vars(opened))
    told = Told("box.emptied", {"count": row.count, "witness": row.witness_id})
    return recording.keep(row, told, Shows(EMPTIED, PAGE, row.place), by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Opinions we asked for, as entered."""

    way: str
    happened_on: date
    asked: int
    answered: int
    words: str


@transaction.atomic
def seek(unit: Unit, sought: Sought, *, by: Actor, at: datetime) -> Seeking:
    """Record that opinions were asked for, with counts and result, without names."""
    row = Seeking(unit=unit, sought_at=at, sought_by_id=by.by_id, **vars(sought))
    told = Told("opinions.sought", {"way": row.way, "asked": row.asked, "answered": row.answered})
    return recording.keep(row, told, Shows(SOUGHT, PAGE, f"{row.answered}/{row.asked}"), by=by, at=at)


@transaction.atomic
def answer(row: Opinion, public_text: str, words: str, *, by: Actor, at: datetime) -> Opinion:
    """Answer in public: the gist in our words, without persons, and the answer. Contact details are erased."""
    gist, said = recording.words_in(public_text, "public_text"), recording.words_in(words, "answer")
    changes = {"public_text": gist[:500], "answer": said[:1000], "contact": "", "answered_at": at,
               "answered_by_id": by.by_id} | _sorted(row, by, at)  # fmt: skip
    ledger.move(row, ledger.Move(OpinionState.ANSWERED, "opinion.answered", changes=changes), by=by, at=at)
    return row


@transaction.atomic
def turn(row: Opinion, place: str, *, by: Actor, at: datetime) -> Matter:
    """Turn a concrete request into a matter, registered like any other."""
    if row.state != OpinionState.RECEIVED:
        raise NotAllowed(_("This opinion was sorted already."))
    person = PartyData(role="reporter", phone=row.contact)
    registration = Registration(
        centre=row.unit, channel=CHANNEL[Opinion.Way(row.way)], received_at=row.received_at, narrative=row.text,
        place=recording.words_in(place, "place"), occurred_at=row.received_at,
        reporter=Report.Reporter.PSEUDONYMOUS if row.contact else Report.Reporter.ANONYMOUS,
        may_contact=bool(row.contact), phone_withheld=not row.contact,
        parties=(person,) if row.contact else (),
    )  # fmt: skip
    matter = intake.register(registration, by=by, at=at)
    changes = {"matter_id": matter.pk, "contact": ""} | _sorted(row, by, at)
    step = ledger.Move(OpinionState.TURNED, "opinion.turned", changes=changes, noted={"matter": matter.number})
    ledger.move(row, step, by=by, at=at)
    return matter


@transaction.atomic
def improve(row: Opinion, owner: User, due_on: date | None, *, by: Actor, at: datetime) -> Opinion:
    """Assign an improvement to somebody of the centre by a day; afterwards it is answered in public."""
    if owner not in directory.members_of(row.unit, at):
        raise at_field("owner", _("This person holds no post in the unit."))
    due = recording.not_past(due_on, "due_on", at)
    changes = {"owner_id": owner.pk, "due_on": due} | _sorted(row, by, at)
    step = ledger.Move(OpinionState.IMPROVING, "opinion.improving", changes=changes, noted={"due_on": due})
    ledger.move(row, step, by=by, at=at)
    values = {"due": due.isoformat(), "number": row.number}
    url = f"/checks/opinions/{row.pk}/"
    send(Message(kind="opinion.improving", text=recording.IMPROVE, values=values, url=url), to=[owner], at=at)
    return row


@transaction.atomic
def note(row: Opinion, why: str, *, by: Actor, at: datetime) -> Opinion:
    """Note that nothing follows, and why: thanks, illegible, not about us."""
    said = recording.words_in(why, "note")
    changes = {"note": said[:300], "contact": ""} | _sorted(row, by, at)
    ledger.move(row, ledger.Move(OpinionState.NOTED, "opinion.noted", changes=changes), by=by, at=at)
    return row


@transaction.atomic
def summarise(unit: Unit, half: date, words: str, *, by: Actor, at: datetime) -> Summary:
    """Summarise half a year of opinions: freeze the counts and publish."""
    until = found.end_of(half)
    if today(at) <= until:
        raise at_field("half", _("This half-year is not over yet."))
    row = Summary(
        unit=unit, half=half, figures=found.figures(unit, half), words=recording.words_in(words, "words")[:2000],
        issued_at=at, issued_by_id=by.by_id,
    )  # fmt: skip
    validation.check(row)
    row.save(force_insert=True)
    recording.enter(row, "opinions.summed", dict(row.figures), chain=f"unit:{unit.pk}", by=by, at=at)
    shown = Shown(
        kind=SUMMED,
        unit=unit,
        happened_on=today(at),
        ref=f"opinions:{row.pk}",
        url=PAGE,
        title=str(half),
        for_day=until,
    )
    prove([shown], by=by, at=at)
    return row


def _sorted(row: Opinion, by: Actor, at: datetime) -> dict[str, object]:
    return {} if row.sorted_at else {"sorted_at": at, "sorted_by_id": by.by_id}
