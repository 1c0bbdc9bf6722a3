"""What the table says about a classification: the route, who stands behind it, and why. Nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Detail, Refusal, at_field
from firstdesk.directory.models import Post, Unit, User
from firstdesk.dispatch import selectors as referrals
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Grade, Matter, Remit, Urgency
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import routing
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.verdicts import RouteVerdict
from firstdesk.triage.selectors.targets import NEARBY, Finder, Target, seat_of

TABLE = "triage.route"
SENT = frozenset({"refer", "dispatch"})
VIOLENCE = "domestic_violence"
DIRECTOR_ROLE = "director"


@dataclass(frozen=True, kw_only=True)
class Classification:
    """What somebody judges a matter to be. The table draws the route from it."""

    nature: str
    topic: str  # code of rules/topics.yaml, root or child
    urgency: str = Urgency.NORMAL
    grade: str = Grade.ORDINARY
    remit: str = Remit.UNCLEAR
    reason: str = ""
    director_decision: str = ""  # only the director writes it (PM-010)
    target: Unit | None = None  # another unit than the table's, with the reason
    handover_note: str = ""
    person_informed: bool = False  # the person was told who takes it on
    ticked: tuple[str, ...] = ()  # items of checklists ticked with it

    @property
    def root(self) -> str:
        """The root of the topic: what the tables ask for."""
        return self.topic.partition(".")[0]

    @property
    def facts(self) -> dict[str, str]:
        """The facts it settles, under the names the rules use."""
        return {
            "nature": self.nature,
            "topic": self.root,
            "urgency": self.urgency,
            "grade": self.grade,
            "remit": self.remit,
        }


@dataclass(frozen=True)
class Route:
    """Where a matter goes, and the verdict that says so."""

    verdict: RouteVerdict
    kind: str  # own, answer, refer, dispatch, escalate
    target: Target
    is_override: bool = False
    has_objected: Unit | None = None  # the table wants this unit, which said it is not its business
    nobody_answers: bool = False  # the table wants a unit and no unit's remit covers the topic
    place_unknown: bool = False  # the table wants the nearest unit, and the grid is not known

    @property
    def may_mediate(self) -> bool:
        """Mediation may be offered: as the row says, and never for domestic violence whatever a row says."""
        return bool(self.verdict.then["offer_mediation"]) and self.verdict.facts["topic"] != VIOLENCE


def is_director(by: Actor) -> bool:
    """Whether somebody acts from a director's post."""
    return by.post_id is not None and Post.objects.filter(pk=by.post_id, role=DIRECTOR_ROLE).exists()


def rulebook_of(matter: Matter) -> Rulebook:
    """The version the matter began under."""
    return regulations.version(matter.rulebook_version)


def verdict_for(matter: Matter, judged: Classification) -> RouteVerdict:
    """The first row that fits. Raises Refusal where a value is not among those declared."""
    rulebook = rulebook_of(matter)
    check_values(rulebook, judged)
    table = rulebook.route_for(matter.centre_kind, TABLE)
    return routing.decide(table, facts_for(matter, judged, table.facts))


def facts_for(matter: Matter, judged: Classification, names: tuple[str, ...]) -> Mapping[str, str]:
    """The facts a table asks for: what is judged now, else what the matter has."""
    known = {"centre": matter.centre_kind, "channel": matter.channel, "zone": matter.zone, **judged.facts}
    return {name: known[name] for name in names}


def check_values(rulebook: Rulebook, judged: Classification) -> None:
    """Every value is one the rulebook declares."""
    details = [
        Detail(name, _("Choose one of the list."))
        for name, value in judged.facts.items()
        if value not in rulebook.facts[name].values
    ]
    if judged.topic not in rulebook.topics:
        details.append(Detail("topic", _("Choose a topic of the list.")))
    if details:
        raise Refusal(_("The classification is not complete."), details=details)


@dataclass(frozen=True)
class Desk:
    """From where it is decided: by the director or not, and who is there to answer at once."""

    is_director: bool
    person: User | None  # none: an import, the web; an enquiry then waits in the intake queue
    unit_id: int | None
    finder: Finder = field(default_factory=Finder)


def desk_of(by: Actor, *, alone: bool = False) -> Desk:
    """The desk of whoever acts; `alone` where nobody is speaking with the person who asks."""
    person = None if alone or by.person_id is None else User.objects.get(pk=by.person_id)
    return Desk(not alone and is_director(by), person, by.unit_id)


def route_for(matter: Matter, judged: Classification, desk: Desk) -> Route:
    """The route and who stands behind it. Total: where nobody's remit covers a topic, the director coordinates."""
    verdict = verdict_for(matter, judged)
    kind, word = str(verdict.then["route"]), str(verdict.then["to"])
    seat = seat_of(matter)
    if judged.target is not None:
        drawn = desk.finder.unit(matter, judged.topic, word) if kind in SENT else None
        return _overridden(verdict, judged.target, drawn)
    if kind == "escalate":
        return _upward(verdict, seat, desk)
    if kind == "answer" and desk.person is not None and desk.unit_id == seat.pk:
        return Route(verdict, kind, Target(seat, person=desk.person))
    if kind in SENT:
        unit = desk.finder.unit(matter, judged.topic, word)
        if unit is not None and not desk.is_director and unit.pk in referrals.stand_back(matter):
            return replace(_upward(verdict, seat, desk), has_objected=unit)
        if unit is not None:
            return Route(verdict, kind, Target(unit), place_unknown=word in NEARBY and not matter.grid)
        return replace(_upward(verdict, seat, desk), nobody_answers=True)
    return Route(verdict, kind, desk.finder.queue(seat, word))


def _overridden(verdict: RouteVerdict, chosen: Unit, drawn: Unit | None) -> Route:
    kind = str(verdict.then["route"])
    return Route(
        verdict,
        kind if kind in SENT else "refer",
        Target(chosen),
        is_override=drawn is None or drawn.pk != chosen.pk,
    )


def _upward(verdict: RouteVerdict, seat: Unit, desk: Desk) -> Route:
    """To the director (GC-01-03); from the director to the centre above (GC-01-04)."""
    target = desk.finder.superior(seat) if desk.is_director else desk.finder.queue(seat, "director")
    if target is None:
        raise at_field(
            "target",
            _("No centre stands above this one: decide whose business it is, or name the unit yourself."),
            clauses=("GC-01-04",),
        )
    return Route(verdict, "escalate", target)
