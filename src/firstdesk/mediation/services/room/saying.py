"""What is said, shown, explained and proposed in a session, and reading its record over."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import (
    Agent,
    Case,
    Caucus,
    Citation,
    Exhibit,
    Line,
    Participant,
    Party,
    Proposal,
    ProposalAnswer,
    ReadOver,
    Seat,
    Session,
)
from firstdesk.mediation.selectors import room
from firstdesk.mediation.selectors.case import last_no
from firstdesk.mediation.services.kernel import Change, Happening, happen
from firstdesk.mediation.services.standing import check_acts, who_acts
from firstdesk.mediation.states import BEFORE_AGREEMENT, PERFORMING, SessionState

LONGEST = 4000
Speaker = Party | Agent | Participant | Seat
_COLUMN = {Party: "party", Agent: "agent", Participant: "participant", Seat: "seat"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A statement for the record."""

    speaker: Speaker
    text: str
    step: str = ""
    corrects: Line | None = None
    key: UUID | None = None


@transaction.atomic
def say(session: Session, said: Said, *, by: Actor, at: datetime) -> Line:
    """Write a line of the record; sending the same key again returns the same line. A correction names the line it
    corrects, which stays. Writes no ledger entry: the record is read over and signed as a whole."""
    if session.state not in {SessionState.RUNNING, SessionState.PAUSED}:
        raise NotAllowed(_("The record is written while the session runs."))
    text = said.text.strip()
    if not text or len(text) > LONGEST:
        raise at_field("text", _("A line has words, and at most %(most)s characters.") % {"most": LONGEST})
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if said.key is not None and (known := Line.objects.filter(session=session, key=said.key).first()):
        return known
    if said.corrects is not None and said.corrects.session_id != session.pk:
        raise NotAllowed(_("This line belongs to another session."))
    return Line.objects.create(
        session=session, no=room.last_line(session) + 1, step=said.step[:40], text=text, corrects=said.corrects,
        key=said.key, said_at=at, said_by_id=by.by_id, **{_COLUMN[type(said.speaker)]: said.speaker},
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NewExhibit:
    """An exhibit as handed in."""

    kind: str
    title: str
    party: Party | None = None
    file: File | None = None
    proves: str = ""


@transaction.atomic
def hand_in(case: Case, new: NewExhibit, *, by: Actor, at: datetime) -> Exhibit:
    """Number a piece of evidence and keep its hash: of the dispute, and later of what was performed."""
    if case.state not in BEFORE_AGREEMENT | PERFORMING:
        raise NotAllowed(_("Evidence is handed in before there is an agreement, and while it is performed."))
    if not new.title.strip():
        raise at_field("title", _("Name the piece of evidence."))
    no = 1 + last_no(Exhibit.objects.filter(case=case))
    row = Exhibit.objects.create(
        case=case, no=no, party=new.party, kind=new.kind, title=new.title.strip(), file=new.file,
        sha256=new.file.sha256 if new.file else "", proves=new.proves.strip(), entered_at=at, entered_by_id=by.person_id,
    )  # fmt: skip
    happen(case, Happening("mediation.exhibited", noted={"exhibit": no, "sha256": row.sha256}), by=by, at=at)
    return row


@transaction.atomic
def show(session: Session, exhibit: Exhibit, remarks: Mapping[int, str], *, by: Actor, at: datetime) -> Exhibit:
    """Show an exhibit to everybody and record who accepts and who disputes it."""
    if session.state != SessionState.RUNNING:
        raise NotAllowed(_("The session is not running."))
    exhibit.shown_in, exhibit.shown_at = session, at
    exhibit.remarks = {str(no): word for no, word in remarks.items() if word in {"accepted", "disputed"}}
    exhibit.save(update_fields=["shown_in", "shown_at", "remarks"])
    noted = {"session": session.no, "shown": exhibit.no}
    happen(session.lead, Happening("mediation.session_stepped", noted=noted), by=by, at=at)
    return exhibit


@transaction.atomic
def cite(session: Session, law: str, article: str, gist: str = "", *, by: Actor, at: datetime) -> Citation:
    """Record that an article of law was explained."""
    if not law.strip() or not article.strip():
        raise at_field("article", _("Name the law and the article."))
    return Citation.objects.create(
        session=session, law=law.strip()[:80], article=article.strip()[:40], gist=gist.strip(), cited_at=at,
        cited_by_id=by.by_id,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NewProposal:
    """A proposal by a party or the mediator; its terms as written by `terms.dump`."""

    text: str
    terms: str = ""
    party: Party | None = None
    counters: Proposal | None = None


@transaction.atomic
def propose(session: Session, case: Case, new: NewProposal, *, by: Actor, at: datetime) -> Proposal:
    """Make a proposal. The party who makes it accepts it thereby."""
    if session.state != SessionState.RUNNING or case not in room.cases_of(session):
        raise NotAllowed(_("The session is not running."))
    if not new.text.strip():
        raise at_field("text", _("Write the proposal."))
    if new.party is not None:  # whoever proposes agrees to it
        who_acts(session, new.party, concedes=True, at=at)
    no = 1 + last_no(Proposal.objects.filter(case=case))
    row = Proposal.objects.create(
        session=session, case=case, no=no, party=new.party, counters=new.counters, text=new.text.strip(),
        terms=new.terms, proposed_at=at, proposed_by_id=by.by_id,
    )  # fmt: skip
    noted = {"proposal": no, "party": new.party.no if new.party else None}
    happen(case, Happening("mediation.proposed", noted=noted), by=by, at=at)
    return row


@transaction.atomic
def answer(
    proposal: Proposal, party: Party, *, is_accepted: bool, words: str = "", by: Actor, at: datetime
) -> ProposalAnswer:  # fmt: skip
    """Record a party's answer to a proposal; the last one counts. Only those who may act for the party can accept;
    anybody for it can refuse."""
    if party.case_id != proposal.case_id:
        raise NotAllowed(_("This is no party of the case."))
    agent = who_acts(proposal.session, party, concedes=True, at=at) if is_accepted else None
    row = ProposalAnswer.objects.create(
        proposal=proposal,
        party=party,
        by_agent=agent,
        is_accepted=is_accepted,
        words=words.strip(),
        answered_at=at,
        answered_by_id=by.by_id,
    )
    noted = {"proposal": proposal.no, "party": party.no, "accepted": is_accepted}
    happen(proposal.case, Happening("mediation.proposal_answered", noted=noted), by=by, at=at)
    return row


@transaction.atomic
def share(session: Session, proposal: Proposal | None, *, by: Actor, at: datetime) -> Session:
    """Show a proposal, or none, on the parties' screen. Raises NotAllowed at a joint session, where each side sees only
    its own case."""
    if session.state not in {SessionState.RUNNING, SessionState.PAUSED}:
        raise NotAllowed(_("The session is not running."))
    if proposal is not None and proposal.case_id != session.lead_id:
        raise NotAllowed(_("Only a proposal of this case is shown."))
    if proposal is not None and len(room.cases_of(session)) > 1:
        raise NotAllowed(_("Several disputes are at this table: a proposal of one is not shown to the others."))
    also = [Change(session, changes={"shared_id": proposal.pk if proposal else None})]
    noted = {"session": session.no, "shared": proposal.no if proposal else None}
    happen(session.lead, Happening("mediation.session_stepped", also=also, noted=noted), by=by, at=at)
    return session


@transaction.atomic
def confide(session: Session, party: Party, text: str, *, by: Actor, at: datetime) -> Caucus:
    """Write a private note of a caucus, readable by its writer alone. Writes no ledger entry: the pause is the
    record."""
    if not text.strip():
        raise at_field("text", _("Write the note."))
    if not room.is_mediator_at(session, by.by_id):
        raise NotAllowed(_("Only a mediator at this table keeps such notes."))
    return Caucus.objects.create(session=session, party=party, text=text.strip(), noted_at=at, noted_by_id=by.by_id)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the record was confirmed."""

    way: str
    agent: Agent | None = None
    words: str = ""
    strokes: str = ""


@transaction.atomic
def read_over(session: Session, reader: Party | Seat, reading: Reading, *, by: Actor, at: datetime) -> ReadOver:
    """The record was read over to somebody, who signs or says why not. Lines written afterwards need another
    reading."""
    if session.begun_at is None:
        raise NotAllowed(_("There is no record to be read over yet."))
    if reading.way == ReadOver.Way.REFUSED and not reading.words.strip():
        raise at_field("words", _("Write why they would not sign."))
    if reading.way == ReadOver.Way.TOUCH and len(reading.strokes) < 20:
        raise at_field("strokes", _("Nothing was signed on the screen. Sign again."))
    if isinstance(reader, Party):
        check_acts(reader, reading.agent, concedes=False, at=at)
    elif reading.agent is not None:
        raise NotAllowed(_("A mediator of this case signs."))
    who = {"party": reader} if isinstance(reader, Party) else {"seat": reader}
    row = ReadOver.objects.create(
        session=session, by_agent=reading.agent, up_to=room.last_line(session), digest=record_digest(session),
        way=reading.way, words=reading.words.strip(), strokes=reading.strokes, read_at=at, read_by_id=by.by_id, **who,
    )  # fmt: skip
    noted = {"session": session.no, "way": reading.way, "digest": row.digest}
    happen(session.lead, Happening("mediation.read_over", noted=noted), by=by, at=at)
    return row


def record_digest(session: Session) -> str:
    """SHA-256 of the record in its present state."""
    lines = Line.objects.filter(session=session).order_by("no")
    content = [[line.no, line.party_id, line.agent_id, line.seat_id, line.text, line.corrects_id] for line in lines]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
