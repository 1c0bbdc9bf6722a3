"""Lists of matters. Every one that a person sees starts from `visible_to`."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.matters import states
from firstdesk.matters.states import State, Turn
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState

if TYPE_CHECKING:
    from firstdesk.matters.models import Matter

    _Base = models.QuerySet[Matter]
else:
    _Base = models.QuerySet


class MatterQuerySet(_Base):
    """Filters that chain."""

    def open(self) -> Self:
        """Somebody still owes something."""
        return self.filter(state__in=sorted(states.OPEN))

    def visible_to(self, acting: Acting) -> Self:
        """What this person may read, acting from this post."""
        mine = Q(responsible_person=acting.user) | Q(first_receiver=acting.user)
        if acting.may(Permission.READ_OWN):
            mine |= Q(Exists(_involvements(unit__in=acting.unit_ids)))
        if acting.may(Permission.READ_SUBTREE):
            for path in acting.subtree_paths:
                mine |= Q(centre__path__startswith=path) | Q(responsible_unit__path__startswith=path)
        found = self.filter(mine & (Q(compartment=None) | Q(compartment__in=acting.compartment_ids)))
        if not acting.may(Permission.READ_CONFIDENTIAL):
            near = Q(centre__in=acting.unit_ids) | Q(responsible_unit__in=acting.unit_ids)
            found = found.filter(Q(confidentiality="ordinary") | near | Q(responsible_person=acting.user))
        return found

    def awaiting(self, acting: Acting) -> Self:
        """Where it is this person's turn: their own, those in their posts' queues, those their unit is asked to take."""
        asked = [state for state, turn in states.OWNER.items() if turn == Turn.RECEIVER]
        own = Q(responsible_person=acting.user) | Q(responsible_post__in=acting.post_ids)
        owned = ~Q(state__in=[*asked, *states.ENDED]) & own
        offered = Q(pk__in=[])
        if acting.may(Permission.HANDLE):
            offered = Q(state__in=asked) & Q(Exists(_involvements(unit__in=acting.unit_ids, part="offered")))
        return self.visible_to(acting).filter(owned | offered)

    def with_first_due(self) -> Self:
        """Adds `first_due`: the moment at which the first promise of the matter breaks; none once it has ended."""
        clocks = Clock.objects.filter(matter_id=OuterRef("pk"), state=ClockState.RUNNING).order_by("due_at")
        return self.annotate(first_due=Subquery(clocks.values("due_at")[:1]))

    def sent_by(self, acting: Acting) -> Self:
        """Sent to another unit and not yet accepted: this person still answers for them."""
        own = Q(responsible_person=acting.user) | Q(responsible_post__in=acting.post_ids)
        return self.filter(own, state=State.OFFERED)


def _involvements(**which: Any) -> "models.QuerySet[Any]":
    return apps.get_model("matters", "Involvement")._default_manager.filter(matter=OuterRef("pk"), **which)
