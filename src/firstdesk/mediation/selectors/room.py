"""Questions about one session: who is present, which steps are done, what evidence exists for the next."""

from collections.abc import Collection
from datetime import datetime, timedelta

from firstdesk.mediation.models import (
    Case,
    Citation,
    Consent,
    Exhibit,
    Invitation,
    Line,
    Party,
    Passage,
    Presence,
    Proposal,
    ProposalAnswer,
    ReadOver,
    Seat,
    Session,
    Told,
)
from firstdesk.mediation.selectors import standing
from firstdesk.mediation.selectors.case import all_agree, last_no, seats, willing
from firstdesk.mediation.selectors.outcome import procedure
from firstdesk.mediation.states import CaseState, SessionState
from firstdesk.notices.models import Delivery
from firstdesk.rulebook import procedures
from firstdesk.rulebook.verdicts import ProcedureVerdict

LEFT = frozenset({CaseState.FAILED, CaseState.WITHDRAWN, CaseState.CLOSED, CaseState.DECLINED})
# What a mediator says was done, by a tick at the step itself; everything else is seen from what was entered.
BY_WORD = frozenset({
    "participants_announced", "discipline_announced", "impartiality_declared", "mediators_introduced", "nature_told",
    "free_of_charge_told", "heard_uninterrupted", "exhibits_checked", "questions_asked", "proposal_or_none",
    "openness_chosen", "outcome_recorded",
})  # fmt: skip


def cases_of(session: Session) -> list[Case]:
    """Cases of the session, the leading one first, without those ended by a refusal."""
    joined = session.joined.exclude(state__in=sorted(LEFT)).select_related("matter__centre", "centre")
    return [session.lead, *joined.order_by("pk")]


def parties_at(session: Session) -> list[Party]:
    """Parties of all cases of the session."""
    rows = Party.objects.filter(case__in=cases_of(session)).select_related("case")
    return list(rows.order_by("case_id", "no"))


def invited(session: Session) -> frozenset[int]:
    """Ids of the parties invited to the session as it is now arranged. Invitations from before it was moved do not
    count."""
    rows = Invitation.objects.filter(session=session, told_at__gte=session.arranged_at)
    return frozenset(rows.values_list("party_id", flat=True))


def untold(session: Session, at: datetime) -> list[Invitation]:
    """Last invitations that no longer hold and that no message took back: somebody still has to tell these parties."""
    if session.period.upper <= at or session.state not in {SessionState.ARRANGED, SessionState.CANCELLED}:
        return []
    rows = Invitation.objects.filter(session=session).select_related("party__case").order_by("pk")
    last = {row.party_id: row for row in rows}
    if session.state == SessionState.ARRANGED:
        return [row for row in last.values() if row.told_at < session.arranged_at]
    last = {key: row for key, row in last.items() if not row.is_off}
    sent = Delivery.objects.filter(matter_id=session.lead.matter_id, kind="mediation").values_list("key", flat=True)
    written = {key for key in last if any(f":{called_off(session, key)}:" in each for each in sent)}
    return [row for key, row in last.items() if key not in written]


def told_off(session: Session) -> list[Invitation]:
    """Whom somebody told that it is called off, when and how."""
    rows = Invitation.objects.filter(session=session, is_off=True).select_related("party", "proof", "told_by")
    return list(rows.order_by("pk"))


def called_off(session: Session, party: int) -> str:
    """The delivery key of the message that withdraws an invitation."""
    return f"mediation:{session.pk}:{party}:off"


def done(session: Session) -> set[str]:
    """Codes of the steps done in this session or an earlier one of its leading case."""
    return set(Passage.objects.filter(session__lead=session.lead_id).values_list("step", flat=True))


def evidence(session: Session, at: datetime) -> set[str]:
    """Names of the evidence the record itself shows: entered, told, said, shown, read."""
    parties = parties_at(session)
    found = {
        "attendance": _is_everybody_there(session, parties, at),
        "consent_each_party": all(party.pk in willing(party.case) for party in parties),
        "rights_told_each_party": _told(parties),
        "rights_acknowledged_each_party": _told(parties),
        "statement_each_side": _is_every_side_heard(session, parties),
        "law_explained": Citation.objects.filter(session__lead=session.lead_id).exists(),
        "read_over": not lacks_reading(session),
        "record_signed": not lacks_reading(session),
        "proposal_or_none": Proposal.objects.filter(case=session.lead_id).exists(),
        "exhibits_checked": _are_exhibits_checked(session),
        "openness_chosen": _is_openness_chosen(session),
        "outcome_recorded": bool(session.outcome),
    }
    return {name for name, is_there in found.items() if is_there}


def _is_everybody_there(session: Session, parties: Collection[Party], at: datetime) -> bool:
    """Whether a mediator is present, and each party or somebody who may act for them."""
    rows = list(Presence.objects.filter(session=session, left_at=None).select_related("agent"))
    there = {row.party_id for row in rows} | {row.agent.party_id for row in rows if row.agent}
    guarded = all(standing.is_guarded(session, party, at) for party in parties)
    return guarded and all(party.pk in there for party in parties) and any(row.seat_id for row in rows)


def _told(parties: Collection[Party]) -> bool:
    told = set(Told.objects.filter(party__in=parties).values_list("party_id", flat=True))
    return bool(parties) and all(party.pk in told for party in parties)


def _is_every_side_heard(session: Session, parties: Collection[Party]) -> bool:
    lines = Line.objects.filter(session__lead=session.lead_id)
    spoke = set(lines.values_list("party__side", flat=True)) | set(lines.values_list("agent__party__side", flat=True))
    return all(party.side in spoke for party in parties)


def _are_exhibits_checked(session: Session) -> bool:
    """Whether every exhibit was shown and each party took a position. A session without exhibits needs the mediator's
    word."""
    exhibits = list(Exhibit.objects.filter(case=session.lead_id))
    return bool(exhibits) and all(exhibit.shown_at is not None for exhibit in exhibits)


def _is_openness_chosen(session: Session) -> bool:
    """Whether the openness of the session is settled: open only if every party chose so, closed by default."""
    return not session.is_open or all(all_agree(case, Consent.About.OPEN) for case in cases_of(session))


def lacks_reading(session: Session) -> list[Party]:
    """Parties to whom the record in its present state was not read over."""
    last = last_line(session)
    rows = ReadOver.objects.filter(session=session, up_to__gte=last, party__isnull=False)
    read = set(rows.values_list("party_id", flat=True))
    return [party for party in parties_at(session) if party.pk not in read]


def last_line(session: Session) -> int:
    """Number of the last line of the record."""
    return last_no(Line.objects.filter(session=session))


def verdict(session: Session, step: str, said: Collection[str], at: datetime) -> ProcedureVerdict:
    """What a step still lacks, given what the mediator says was done."""
    present = evidence(session, at) | (set(said) & BY_WORD)
    return procedures.check(procedure(session.lead), done(session), step, present)


def is_mediator_at(session: Session, user_id: int) -> bool:
    """Whether this user has a seat in a case of the session."""
    return any(seat.mediator.user_id == user_id for case in cases_of(session) for seat in seats(case))


def accepted_by_all(proposal: Proposal) -> bool:
    """Whether every party's last answer to the proposal is yes. Whoever makes a proposal accepts it by making it."""
    said = dict(
        ProposalAnswer.objects.filter(proposal=proposal)
        .order_by("answered_at", "pk")
        .values_list("party_id", "is_accepted")
    )
    if proposal.party_id is not None:
        said.setdefault(proposal.party_id, True)
    return all(said.get(party.pk) for party in Party.objects.filter(case=proposal.case_id))


def accepted(case: Case) -> Proposal | None:
    """The newest proposal that every party accepted."""
    proposals = Proposal.objects.filter(case=case).order_by("-no")
    return next((proposal for proposal in proposals if accepted_by_all(proposal)), None)


def sat_for(session: Session, at: datetime) -> timedelta:
    """Time spent in session, without pauses and adjournments, including one during which it was ended."""
    if session.begun_at is None:
        return timedelta()
    until = session.paused_at or session.ended_at or at
    rested = sum(
        (datetime.fromisoformat(to) - datetime.fromisoformat(start) for start, to, _ in session.breaks), timedelta()
    )
    return max(until - session.begun_at - rested, timedelta())


def signers(session: Session) -> list[Party | Seat]:
    """Those to whom the record is read over and who sign it: parties and mediators."""
    return [*parties_at(session), *(seat for case in cases_of(session) for seat in seats(case))]
