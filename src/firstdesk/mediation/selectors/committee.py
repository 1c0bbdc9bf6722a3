"""The register of a centre's committees: members, open cases, and what the law requires that is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from firstdesk.directory.models import Unit
from firstdesk.mediation.models import Committee, Mediator
from firstdesk.mediation.states import OPEN

FEWEST, MOST, YEARS = 3, 9, 3  # People's Mediation Law, arts. 8 and 9


@dataclass(frozen=True)
class Lack:
    """A legal requirement the register does not meet."""

    text: str
    article: str


@dataclass(frozen=True)
class Register:
    """One committee as the page shows it."""

    committee: Committee
    mediators: Sequence[Mediator]
    lacks: list[Lack]
    in_term: bool


def committees(unit: Unit, on: date) -> list[Register]:
    """Committees of the unit and of the units under it."""
    rows = list(
        Committee.objects.filter(unit__path__startswith=unit.path).select_related("unit").order_by("unit__path")
    )
    load = Count("seats", filter=Q(seats__left_at=None, seats__case__state__in=sorted(OPEN)))
    listed: dict[int, list[Mediator]] = {}
    for person in Mediator.objects.filter(committee__in=rows).select_related("user").annotate(load=load):
        listed.setdefault(person.committee_id, []).append(person)
    return [_register(committee, listed.get(committee.pk, []), on) for committee in rows]


ORDER = {Mediator.Role.CHAIR: 0, Mediator.Role.MEMBER: 1, Mediator.Role.HIRED: 2}


def _register(committee: Committee, people: Sequence[Mediator], on: date) -> Register:
    found = sorted(people, key=lambda row: (row.to_day < on, ORDER[Mediator.Role(row.role)], row.pk))
    in_term = committee.term_from <= on <= committee.term_to
    return Register(committee, found, lacks(committee, found, on), in_term)


def lacks(committee: Committee, mediators: Sequence[Mediator], on: date) -> list[Lack]:
    """Requirements of the law (arts. 8, 9) that this committee does not meet; names nobody."""
    now = [row for row in mediators if row.from_day <= on <= row.to_day]
    members = [row for row in now if row.role != Mediator.Role.HIRED]
    heads = [row for row in members if row.role == Mediator.Role.CHAIR]
    found = []
    if not FEWEST <= len(members) <= MOST:
        said = _("A committee has %(fewest)s to %(most)s members; this one has %(count)s in term.")
        found.append(Lack(said % {"fewest": FEWEST, "most": MOST, "count": len(members)}, _("art. 8")))
    if committee.women < 1:
        found.append(Lack(_("A committee has women among its members."), _("art. 8")))
    if len(heads) != 1:
        found.append(Lack(_("A committee has one head."), _("art. 8")))
    if not committee.term_from <= on <= committee.term_to:
        found.append(Lack(_("The committee's term is over: elect anew, or enter the new term."), _("art. 9")))
    if (committee.term_to.year - committee.term_from.year, committee.term_to.timetuple()[1:3]) > (
        YEARS, committee.term_from.timetuple()[1:3],
    ):  # fmt: skip
        found.append(Lack(_("A term lasts %(years)s years.") % {"years": YEARS}, _("art. 9")))
    return found
