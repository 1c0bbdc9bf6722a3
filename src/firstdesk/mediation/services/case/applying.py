"""A case begins, from an application, an offer, another body or a matter; it is accepted or declined."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import Detail, NotAllowed, Refusal
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.matters.models import Grade, Matter
from firstdesk.matters.policies import check_open
from firstdesk.matters.services import take_numbers
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Case, Joint, Profile, Source
from firstdesk.mediation.selectors import acceptance as evidence
from firstdesk.mediation.services.case.entering import NewParty, enter
from firstdesk.mediation.services.kernel import Happening, happen
from firstdesk.mediation.states import CaseState

REGISTER = "RT"


@dataclass(frozen=True, kw_only=True)
class Application:
    """The dispute as applied for, referred or found."""

    source: Source
    kind: str  # a topic of rules/topics.yaml
    facts: str
    requests: str = ""
    told_by: str = ""
    profile: Profile = Profile.PEOPLE
    is_on_the_spot: bool = False
    joint: Joint | None = None
    parties: Sequence[NewParty] = field(default_factory=tuple)


@transaction.atomic
def apply(matter: Matter, application: Application, *, by: Actor, at: datetime) -> Case:
    """Open a case on a matter. Raises Refusal where facts are missing, or the body that referred it is not named."""
    check_open(matter)
    _check(application)
    year = walls.local(at).year
    seq = take_numbers([(matter.centre_id, year, REGISTER)])[0]
    place = matter.centre.division_code or matter.centre.code
    case = Case.objects.create(
        matter=matter, centre=matter.centre, year=year, seq=seq, number=f"{REGISTER}-{place}-{year}-{seq:07d}",
        source=application.source, told_by=application.told_by.strip()[:80], profile=application.profile,
        grade=matter.grade, kind=application.kind, facts=application.facts.strip(),
        requests=application.requests.strip(), is_on_the_spot=application.is_on_the_spot, joint=application.joint,
        applied_at=at, applied_by_id=by.by_id, changed_at=at,
    )  # fmt: skip
    for party in application.parties:
        enter(case, party, by=by, at=at)
    noted = {"source": case.source, "kind": case.kind, "profile": case.profile, "parties": len(application.parties)}
    happen(case, Happening("mediation.applied", noted=noted), by=by, at=at)
    return case


def _check(application: Application) -> None:
    details = []
    if not application.facts.strip():
        details.append(Detail("facts", _("Write down what the dispute is about.")))
    if not application.kind:
        details.append(Detail("kind", _("Choose the kind of dispute.")))
    told = {Source.COURT, Source.POLICE, Source.REFERRAL}
    if application.source in told and not application.told_by.strip():
        details.append(Detail("told_by", _("Write who told of it.")))
    if details:
        raise Refusal(_("The application is not complete."), details=details)


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """What was checked before acceptance."""

    grade: Grade
    within_remit: bool
    not_excluded: bool  # no matter that only a court or an agency may settle, nor one the law keeps from mediation
    is_on_the_spot: bool = False
    is_safe: bool = False  # domestic violence alone: the checklist of safety is done
    asked_by_victim: bool = False
    hazard_form: bool = False  # a major dispute: its registration form is made


@transaction.atomic
def accept(case: Case, acceptance: Acceptance, *, by: Actor, at: datetime) -> Case:
    """Accept the case. Raises Refusal naming what the rules still require."""
    present = evidence.present(case, _ticked(acceptance))
    facts = {**selectors.facts(case, at), "grade": acceptance.grade, "on_the_spot": _yes(acceptance.is_on_the_spot)}
    demand(case.matter.centre_kind, "mediation.accept", present, facts, case.matter.rulebook_version)
    changes = {
        "grade": acceptance.grade,
        "is_on_the_spot": acceptance.is_on_the_spot,
        "decided_at": at,
        "decided_by_id": by.by_id,
    }
    noted = {"grade": acceptance.grade}
    facts = {"on_the_spot": _yes(acceptance.is_on_the_spot), "grade": acceptance.grade}
    step = Happening("mediation.accepted", CaseState.ACCEPTED, changes, noted=noted, facts=facts)
    happen(case, step, by=by, at=at)
    return case


def _ticked(acceptance: Acceptance) -> set[str]:
    found = {
        "within_remit": acceptance.within_remit,
        "not_excluded": acceptance.not_excluded,
        "safety_checklist_done": acceptance.is_safe,
        "asked_by_victim": acceptance.asked_by_victim,
        "hazard_form_or_not_major": acceptance.grade != Grade.MAJOR or acceptance.hazard_form,
    }
    return {name for name, is_there in found.items() if is_there}


@dataclass(frozen=True, kw_only=True)
class Decline:
    """Why a case is declined, and which other ways were explained."""

    why: str
    ways_told: Sequence[str]


@transaction.atomic
def decline(case: Case, refusal: Decline, *, by: Actor, at: datetime) -> Case:
    """Decline the case, giving the reason and explaining the other legal ways."""
    present = ({"reason"} if refusal.why.strip() else set()) | ({"other_ways_told"} if refusal.ways_told else set())
    demand(
        case.matter.centre_kind, "mediation.decline", present, selectors.facts(case, at), case.matter.rulebook_version
    )
    if not present >= {"reason", "other_ways_told"}:
        raise NotAllowed(_("Give the reason, and tell of the other ways first."))
    changes = {
        "decided_at": at, "decided_by_id": by.by_id, "decided_why": refusal.why.strip(),
        "ended_at": at, "ended_by_id": by.by_id,
    }  # fmt: skip
    quiet = {name: value for name, value in changes.items() if name != "decided_why"}
    case.decided_why = refusal.why.strip()
    Case.objects.filter(pk=case.pk).update(decided_why=case.decided_why)
    noted = {"ways": list(refusal.ways_told)}
    happen(case, Happening("mediation.declined", CaseState.DECLINED, quiet, noted=noted), by=by, at=at)
    return case


@transaction.atomic
def join(cases: Sequence[Case], title: str, *, by: Actor, at: datetime) -> Joint:
    """Mediate several cases of one dispute jointly. Each keeps its own parties, documents and record."""
    if len(cases) < 2 or len({case.centre_id for case in cases}) != 1 or any(case.joint_id for case in cases):
        raise Refusal(_("Choose two or more cases of this centre that belong to no joint mediation yet."))
    joint = Joint.objects.create(title=title.strip()[:120], centre=cases[0].centre, joined_at=at, joined_by_id=by.by_id)
    for case in cases:
        happen(
            case, Happening("mediation.joined", changes={"joint_id": joint.pk}, noted={"joint": joint.pk}), by=by, at=at
        )
    return joint


def _yes(value: bool) -> str:
    return "yes" if value else "no"
