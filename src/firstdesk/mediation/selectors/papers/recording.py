"""The record of a session: who attended, what was said, shown and proposed step by step, and who it was read over
to."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from firstdesk.common.language import words
from firstdesk.files import blocks
from firstdesk.files.blocks import Block, Row
from firstdesk.mediation.models import (
    Agent,
    Case,
    Citation,
    Exhibit,
    Line,
    Participant,
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
from firstdesk.mediation.selectors.outcome import procedure
from firstdesk.mediation.selectors.papers.agreeing import SHOWN
from firstdesk.mediation.selectors.papers.common import (
    Draft,
    called,
    committee_of,
    mediators_of,
    moment,
    recorder_of,
)
from firstdesk.mediation.selectors.titles import title_of
from firstdesk.regulations import selectors as regulations


def outcomes() -> dict[str, str]:
    """Possible outcomes of a session, with their labels."""
    return {
        "agreed": _("Agreement reached"),
        "agreed_orally": _("Agreed by word"),
        "partial": _("Agreed in part"),
        "again": _("To meet again"),
        "failed": _("No agreement"),
    }


def record(session: Session, case: Case) -> Draft:
    """The record of one session for one of its cases. Caucuses appear in no record."""
    at = session.ended_at or session.begun_at or session.arranged_at
    place = session.room.name if session.room else session.place
    held = _("In the open") if session.is_open else _("Not in the open")
    parts: list[Block] = [
        blocks.Facts([
            [_("Session"), _("No. %(no)s") % {"no": session.no}, _("Held"), held],
            [_("Began at"), moment(session.begun_at), _("Ended at"), moment(session.ended_at)],
            [_("Place"), place],
            [_("Mediators"), mediators_of(case), _("Recorder"), recorder_of(case)],
        ]),
        blocks.Table([_("Present"), _("As"), _("Came"), _("Left")], _present(session), widths=[3, 4, 4, 4]),
        *_told(case),
        *_steps(session, case),
        *_exhibits(session, case),
        *_law(session),
        *_proposals(session, case),
        blocks.Section(_("Outcome of the session")),
        blocks.Prose(outcomes().get(session.outcome, _("The session is not ended yet"))),
        *_read(session),
    ]  # fmt: skip
    number = f"{case.number} · {session.no}"
    return Draft(title=_("Record of people's mediation"), number=number, blocks=parts, at=at, has_seam=True,
                 issuer=committee_of(case, at))  # fmt: skip


def _present(session: Session) -> list[Row]:
    rows = Presence.objects.filter(session=session).select_related(
        "party", "agent__party", "participant", "seat__mediator__user"
    )
    return [[*_named(row.party, row.agent, row.participant, row.seat), moment(row.came_at), moment(row.left_at)]
            for row in rows.order_by("pk")]  # fmt: skip


def _named(
    party: Party | None, agent: Agent | None, participant: Participant | None, seat: Seat | None
) -> tuple[str, str]:
    if party is not None:
        return party.name, title_of(party.no)
    if agent is not None:
        return agent.name, f"{title_of(agent.party.no)} {agent.get_role_display()}"
    if participant is not None:
        return participant.name, participant.capacity
    return (str(seat.mediator.user), str(seat.get_role_display())) if seat else ("", "")


def _told(case: Case) -> list[Block]:
    rows = Told.objects.filter(party__case=case).select_related("party").order_by("told_at", "pk")
    head = [_("Told of rights and duties"), _("How it was taken"), _("When")]
    found = [[called(row.party), str(row.get_way_display()), moment(row.told_at)] for row in rows]
    return [blocks.Table(head, found, widths=[4, 5, 4])] if found else []


def _steps(session: Session, case: Case) -> list[Block]:
    """Each step with its lines; what was said outside a step comes first."""
    done = {passage.step: passage for passage in Passage.objects.filter(session=session)}
    lines = list(
        Line.objects.filter(session=session)
        .select_related("party", "agent__party", "participant", "seat__mediator__user", "corrects")
        .order_by("no")
    )
    made: list[Block] = []
    steps = [("", _("Beginning")), *((step.code, words(step.title)) for step in procedure(case).steps)]
    for code, title in steps:
        said = [line for line in lines if line.step == code]
        passage = done.get(code)
        if not said and passage is None:
            continue
        made.append(blocks.Section(f"{title}（{moment(passage.done_at)}）" if passage else title))
        told = [_done(case, passage), passage.note] if passage else []
        made.append(blocks.Prose("\n".join([*(text for text in told if text), *(_line(line) for line in said)])))
    return made


def _done(case: Case, passage: Passage) -> str:
    """What was done in a step, by what it asks for and what was there."""
    known = regulations.version(case.matter.rulebook_version).vocabulary.evidence
    asked = procedure(case).step(passage.step).requires if passage.step in procedure(case).codes else ()
    done = "、".join(words(known[name]) for name in asked if name in passage.evidence and name in known)
    return _("Done: %(done)s.") % {"done": done} if done else ""


def _line(line: Line) -> str:
    name, part = _named(line.party, line.agent, line.participant, line.seat)
    corrects = _("(corrects line %(no)s) ") % {"no": line.corrects.no} if line.corrects else ""
    text = " ".join(line.text.split())
    return f"{line.no}. {name}（{part}）：{corrects}{text}" if name else f"{line.no}. {corrects}{text}"


def _exhibits(session: Session, case: Case) -> list[Block]:
    rows = Exhibit.objects.filter(case=case, shown_in=session).select_related("party").order_by("no")
    head = [_("No."), pgettext("mediation", "Evidence"), _("Handed in by"), _("What it is to show"), "SHA-256"]
    found = []
    for row in rows:
        party, digest = called(row.party) if row.party else "—", f"{row.sha256[:SHOWN]}…" if row.sha256 else "—"
        found.append([str(row.no), row.title, party, row.proves or "—", digest])
    return [blocks.Section(_("Evidence shown")), blocks.Table(head, found, widths=[2, 4, 4, 5, 5])] if found else []


def _law(session: Session) -> list[Block]:
    rows = Citation.objects.filter(session=session).order_by("pk")
    found = [f"《{row.law}》{row.article}：{row.gist}" for row in rows]
    return [blocks.Section(_("Law explained")), blocks.Prose("\n".join(found))] if found else []


def _proposals(session: Session, case: Case) -> list[Block]:
    rows = list(Proposal.objects.filter(session=session, case=case).select_related("party", "counters").order_by("no"))
    if not rows:
        return []
    head = [_("No."), _("Proposed by"), _("Proposal"), _("Answers")]
    found = [[str(row.no), called(row.party) if row.party else _("Mediator"), row.text, _answers(row)] for row in rows]
    return [blocks.Section(_("Proposals")), blocks.Table(head, found, widths=[2, 4, 8, 5])]


def _answers(row: Proposal) -> str:
    said: dict[int, tuple[str, bool]] = {}
    for each in ProposalAnswer.objects.filter(proposal=row).select_related("party").order_by("answered_at", "pk"):
        said[each.party_id] = (called(each.party), each.is_accepted)
    return (
        "；".join(
            f"{name}{_('accepts') if is_accepted else _('does not accept')}" for name, is_accepted in said.values()
        )
        or "—"
    )


def _read(session: Session) -> list[Block]:
    rows = list(
        ReadOver.objects.filter(session=session)
        .select_related("party", "seat__mediator__user", "by_agent__party")
        .order_by("pk")
    )
    if not rows:  # to be read, and signed by hand
        asked = _(
            "Read this record, or have it read to you. Whoever finds it as they said signs; whoever does not says why."
        )
        lines = [[part, name] for name, part, *_rest in _present(session)]
        return [blocks.Prose(asked), blocks.Signatures(lines)]
    statement = blocks.Prose(_("The record above was read over to those present, who found that it is as they said."))
    head = [_("Who signed"), _("Way of signing"), _("When"), _("Text read")]
    found = []
    for row in rows:
        name, part = _named(row.party, None, None, row.seat)
        agent = f"\n{row.by_agent.get_role_display()} {row.by_agent.name}" if row.by_agent else ""
        found.append(
            [f"{part} {name}{agent}", str(row.get_way_display()), moment(row.read_at), f"{row.digest[:SHOWN]}…"]
        )
    return [statement, blocks.Table(head, found, widths=[4, 3, 4, 5])]
