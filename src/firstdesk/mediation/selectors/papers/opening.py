"""What is made before anybody sits down: application, notice of rights, plan, invitation, mandate, investigation."""

import json
from datetime import datetime

from django.utils.translation import gettext as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.files import blocks
from firstdesk.files.blocks import BLANK, Block
from firstdesk.mediation.models import Agent, Case, Inquiry, Invitation, Party, Plan
from firstdesk.mediation.selectors.case import seats
from firstdesk.mediation.selectors.papers.common import (
    Draft,
    called,
    committee_of,
    day,
    mediators_of,
    moment,
    parties_of,
    party_rows,
    recorder_of,
    titled,
)
from firstdesk.mediation.selectors.titles import title_of


def application(case: Case) -> Draft:
    """Who asked for mediation of what, and whether it was taken on."""
    at = case.applied_at
    parts: list[Block] = [
        blocks.Facts([
            *party_rows(case, at),
            [_("How it came"), f"{case.get_source_display()} {case.told_by}".strip(), _("Asked for at"), moment(at)],
            [_("Procedure"), str(case.get_profile_display()), _("Grade"), str(case.get_grade_display())],
        ]),
        blocks.Section(_("What the dispute is about")),
        blocks.Prose(case.facts),
        *([blocks.Section(_("What is asked for")), blocks.Prose(case.requests)] if case.requests else []),
        blocks.Prose(_("I ask the committee to mediate the dispute above. I was told that mediation is of free will, that "
                       "it costs nothing, and that I can end it at any time.")),
        blocks.Signatures([[_("Applicant"), party.name] for party in parties_of(case) if party.side == 1]),
        blocks.Section(_("What the committee decided")),
        blocks.Facts(_decided(case)),
    ]  # fmt: skip
    return Draft(title=_("Application for people's mediation"), number=case.number, blocks=parts, at=case.decided_at or at,
                 issuer=committee_of(case, at))  # fmt: skip


def _decided(case: Case) -> list[list[str]]:
    if case.decided_at is None:
        return [[_("Decided upon"), _("Not decided yet")]]
    taken = _("Not taken on: %(why)s") % {"why": case.decided_why} if case.decided_why else _("Taken on")
    return [[_("Decided upon"), taken, _("When"), moment(case.decided_at)], [_("Mediators"), mediators_of(case)]]


def rights(case: Case, party: Party | None, at: datetime) -> Draft:
    """What a party may and shall do, and what an agreement is, told before mediating."""
    told = [party] if party else parties_of(case)
    parts: list[Block] = [
        blocks.Facts([[title_of(each.no), each.name] for each in told]),
        blocks.Prose(_("Before it mediates, the committee tells you the following.")),
        blocks.Section(_("1. What mediation is")),
        blocks.Prose("\n".join([
            _("The committee is an organisation of the people that settles disputes among them. It decides nothing: "
              "it helps you to agree, on a footing of equality and within the law (art. 3)."),
            _("Mediation costs nothing (art. 4)."),
        ])),
        blocks.Section(_("2. Your rights (art. 23)")),
        blocks.Table([_("No."), _("Right")], _numbered(_rights()), widths=[1, 9]),
        blocks.Section(_("3. Your duties (art. 24)")),
        blocks.Table([_("No."), _("What is asked of you")], _numbered(_duties()), widths=[1, 9]),
        blocks.Section(_("4. What an agreement is worth")),
        blocks.Prose("\n".join([
            _("An agreement binds both sides (art. 31); within 30 days both may together ask a court to confirm it, and a "
              "confirmed one can be enforced (art. 33)."),
            _("Where no agreement is reached, arbitration, an agency of the government or a suit remain open to you "
              "(art. 26)."),
        ])),
        blocks.Prose(_("I have read the above, or had it read to me, and understand it.")),
        blocks.Signatures([[title_of(each.no), each.name] for each in told]),
        blocks.SealArea(committee_of(case, at), day(at)),
    ]  # fmt: skip
    return Draft(title=_("Notice of rights and duties in people's mediation"), number=case.number, blocks=parts, at=at,
                 issuer=committee_of(case, at))  # fmt: skip


def _numbered(items: list[str]) -> list[list[str]]:
    return [[str(no), text] for no, text in enumerate(items, 1)]


def _rights() -> list[str]:
    return [
        _("To choose a mediator, or to accept the one named; to ask for another where there is reason for doubt."),
        _("To accept mediation, to refuse it, or to ask that it be ended at any time."),
        _("To ask that mediation be held in the open, or not in the open."),
        _("To say freely what you want, and to come to an agreement of your own free will."),
        _("To have somebody act for you by a mandate, and an interpreter where you need one."),
    ]


def _duties() -> list[str]:
    return [
        _("To state the facts of the dispute truthfully."),
        _("To keep order where mediation is held, and to respect the mediators."),
        _("To respect the rights of the other side."),
        _("Not to make the dispute worse while it is being mediated."),
    ]


def plan(row: Plan) -> Draft:
    """How a dispute is to be mediated."""
    case, at = row.case, row.planned_at
    invited = case.participants.order_by("pk")
    people = "、".join(f"{person.name}（{person.capacity}）" for person in invited) or "—"
    declared = all(seat.declared_at is not None for seat in seats(case))
    parts: list[Block] = [
        blocks.Facts([
            [_("Parties"), "、".join(called(party) for party in parties_of(case))],
            [_("Grade"), str(case.get_grade_display()), _("Mediators"), mediators_of(case)],
            [_("Others invited"), people],
            [_("Free of ties"), _("All mediators declared that they have none") if declared else _("To be declared")],
        ]),
        *titled(_("What is in dispute"), row.issues),
        *titled(_("Where each side stands"), row.positions),
        *titled(_("How it is to be mediated"), row.measures),
        *titled(_("Keeping the meeting safe"), row.safety),
        blocks.Signatures([[_("Drawn up by"), str(row.planned_by)]]),
    ]  # fmt: skip
    return Draft(title=_("Mediation plan"), number=case.number, blocks=parts, at=at, issuer=committee_of(case, at))


def invitation(row: Invitation) -> Draft:
    """The letter that asks a party to come."""
    session, at = row.session, row.told_at
    case = row.party.case
    place = session.room.name if session.room else session.place
    parts: list[Block] = [
        blocks.Prose(_("To %(name)s") % {"name": row.party.name}),
        blocks.Prose(_("You are asked to come to mediation, session %(no)s, of the dispute you are a party of.") % {"no": session.no}),
        blocks.Facts([
            [_("From"), moment(session.period.lower), _("To"), moment(session.period.upper)],
            [_("Place"), f"{committee_of(case, at)} {place}"],
            [_("Mediators"), mediators_of(case)],
        ]),
        *titled(_("How it goes, and what to bring"), row.text),
        blocks.Prose(_("If you cannot come, tell us before. You may bring a representative with a mandate, and you may refuse "
                       "mediation; a suit or another lawful way stays open to you.")),
        blocks.SealArea(committee_of(case, at), day(at)),
    ]  # fmt: skip
    return Draft(title=_("Invitation to people's mediation"), number=case.number, blocks=parts, at=at,
                 issuer=committee_of(case, at))  # fmt: skip


def mandate(agent: Agent) -> Draft:
    """By which somebody acts for a party. Raises NotAllowed for a guardian, who acts by law."""
    if agent.role != Agent.Role.REPRESENTATIVE:
        raise NotAllowed(
            _("A mandate is made for a representative; a guardian acts by law, an interpreter for nobody.")
        )
    party, at = agent.party, agent.entered_at
    parts: list[Block] = [
        blocks.Facts([
            [_("Principal"), party.name, _("Address"), party.address or BLANK],
            [_("Representative"), agent.name, _("Relation to the party"), agent.relation or BLANK],
            [_("Phone"), agent.phone or BLANK, _("Number of identity"), agent.id_number or BLANK],
        ]),
        blocks.Prose(_("In mediation %(number)s I let the above represent me, from %(first)s until %(last)s.")
                     % {"number": party.case.number, "first": day(agent.valid_from or at), "last": day(agent.valid_until)}),
        blocks.Section(_("What the mandate allows")),
        blocks.Prose(f"{agent.get_scope_display()}\n{agent.powers}"),
        blocks.Signatures([[_("Principal"), party.name], [_("Representative"), agent.name]]),
    ]  # fmt: skip
    return Draft(title=_("Mandate"), number=party.case.number, blocks=parts, at=at, issuer=committee_of(party.case, at))


def inquiry(row: Inquiry) -> Draft:
    """Questions and answers taken down outside a session."""
    case, at = row.case, row.asked_at
    asked = row.party.name if row.party else row.name
    talk = "\n".join(f"{_('Q')}：{question}\n{_('A')}：{answer}" for question, answer in json.loads(row.talk or "[]"))
    read = _("Read over and found right") if row.is_read_over else _("Not read over yet")
    parts: list[Block] = [
        blocks.Facts([
            [_("Who was asked"), asked, _("As"), row.capacity],
            [_("When"), moment(at), _("Place"), row.place],
            [_("Asked by"), str(row.asked_by), _("Recorder"), recorder_of(case)],
        ]),
        blocks.Prose(talk),
        blocks.Prose(f"{read}。"),
        blocks.Signatures([[_("Who was asked"), asked], [_("Asked by"), str(row.asked_by)]]),
    ]  # fmt: skip
    return Draft(
        title=_("Investigation record"), number=case.number, blocks=parts, at=at, issuer=committee_of(case, at)
    )
