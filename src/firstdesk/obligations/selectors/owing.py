"""Who owes a duty: from a rule's scope to organisations and things of a centre, and the post responsible."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, TextField

from firstdesk.directory.models import Grid, Post, Remit, Unit, UnitKind
from firstdesk.obligations import ports
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.ports import Thing
from firstdesk.obligations.selectors.duties import post_code
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.matching import misfit
from firstdesk.rulebook.model import DutyRule

KIND_OF_SCOPE = {"unit": UnitKind.LINKAGE_UNIT, "group": UnitKind.GROUP, "station": UnitKind.STATION,
                 "window": UnitKind.WINDOW, "community": UnitKind.COMMUNITY}  # fmt: skip
ROUND_THE_CLOCK, HOURS = "round_the_clock", "set_hours"  # what a rule may say of its `units` besides their kinds
RECEIVING = ("liaison", "intake", "director")  # the post that answers for a unit whose rule names none of its posts


@dataclass(slots=True)
class Household:
    """A centre with the units and things that belong to it, read in a handful of queries."""

    centre: Unit
    units: Sequence[Unit]
    posts: Mapping[int, Sequence[Post]]
    callings: Mapping[int, Collection[str]]  # what organisations say they are
    _found: dict[str, Sequence[Thing]] = field(default_factory=dict)

    def owing(self, rule: DutyRule, book: Rulebook) -> list[Thing]:
        """Everything that owes this duty separately."""
        if rule.scope == "actor":
            actor = book.actor_of(rule)
            return [Thing(unit) for unit in [self.centre, *self.units] if actor in self.callings.get(unit.pk, ())]
        if rule.scope not in self._found:
            self._found[rule.scope] = self._things(rule.scope)
        return [thing for thing in self._found[rule.scope] if self._fits(rule, thing.unit)]

    def _things(self, scope: str) -> Sequence[Thing]:
        if scope == "centre":
            return [Thing(self.centre)]
        if scope in KIND_OF_SCOPE:
            return [Thing(unit) for unit in self.units if unit.kind == KIND_OF_SCOPE[scope]]
        if scope == "grid":
            by_key = {unit.pk: unit for unit in [self.centre, *self.units]}
            grids = Grid.objects.filter(unit__in=by_key).order_by("code").values_list("pk", "name", "unit_id")
            return [Thing(by_key[unit_id], f"grid:{pk}", name) for pk, name, unit_id in grids]
        return ports.things(scope, self.centre)

    def _fits(self, rule: DutyRule, unit: Unit) -> bool:
        kinds = {
            unit.kind,
            unit.centre_kind,
            f"c{unit.linkage_class}",
            ROUND_THE_CLOCK if unit.opens_at is None else HOURS,
        }
        if rule.units and not kinds & set(rule.units):
            return False
        facts = {
            "centre": self.centre.centre_kind,
            "unit_class": f"c{unit.linkage_class}" if unit.linkage_class else "none",
        }
        known = {name: values for name, values in rule.when.items() if name in facts}
        return misfit(known, facts) is None

    def post(self, unit: Unit, rule: DutyRule) -> Post | None:
        """The post that owes it: the one the rule names, or the post that leads or receives for the unit."""
        posts = {post.code: post for post in self.posts.get(unit.pk, ())}
        leader = next((post for post in posts.values() if post.is_leader), None)
        named = [posts.get(code) for code in (post_code(rule.actor), "leader")]
        receiving = [posts.get(code) for code in RECEIVING]
        return next((post for post in (*named, leader, *receiving) if post is not None), None)


def household(centre: Unit) -> Household:
    """A centre with the active units beneath or serving it and their posts. Units under a nearer centre belong to that
    one."""
    return households([centre])[centre.pk]


def households(centres: Sequence[Unit]) -> dict[int, Household]:
    """The same for several centres in the same number of queries."""
    keys = [centre.pk for centre in centres]
    here = Unit.objects.filter(pk__in=keys).annotate(theirs=ExpressionWrapper(OuterRef("path"), TextField()))
    beneath = Exists(here.filter(theirs__startswith=F("path")))
    serving = Remit.objects.filter(centre__in=keys).values_list("centre_id", "unit_id")
    served: dict[int, set[int]] = defaultdict(set)
    for centre_id, unit_id in serving:
        served[centre_id].add(unit_id)
    others = Q(pk__in={pk for found in served.values() for pk in found})
    units = list(Unit.objects.filter(beneath | others, is_active=True).order_by("path"))
    own = {centre.pk: _own(centre, units, served[centre.pk]) for centre in centres}
    posts: dict[int, list[Post]] = defaultdict(list)
    asked = {unit.pk for found in own.values() for unit in found} | set(keys)
    for post in Post.objects.filter(unit__in=asked).order_by("pk"):
        posts[post.unit_id].append(post)
    said = ports.callings(asked)
    return {centre.pk: Household(centre, own[centre.pk], posts, said) for centre in centres}


def _own(centre: Unit, units: Sequence[Unit], served: Collection[int]) -> list[Unit]:
    found = [unit for unit in units if unit != centre and (unit.path.startswith(centre.path) or unit.pk in served)]
    inner = tuple(unit.path for unit in found if unit.kind == UnitKind.CENTRE)
    return [unit for unit in found if unit.kind != UnitKind.CENTRE and not unit.path.startswith(inner)]


def waits_for(occurrence: Occurrence) -> str:
    """The name of the post or unit that has to act."""
    return str(occurrence.owing_post or occurrence.unit)
