"""The demonstration: an invented city with a month of history, made by calling the product's own verbs.

Nobody in it exists. `make_if_empty` and `accounts` are what the rest of the product asks for.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import Count

from firstdesk.config.demo.build import PASSWORD
from firstdesk.config.demo.disputes import certify
from firstdesk.config.demo.make import make
from firstdesk.directory.models import Appointment, User
from firstdesk.directory.roles import ROLES
from firstdesk.triage.models import Decision, LearnedModel

SHOWN = (
    "intake1", "director1", "leader1", "mediator2", "liaison1", "handler1", "window1", "supervisor1", "archivist1",
    "admin1", "auditor1", "intake5", "director2", "liaison12",
)  # fmt: skip


def make_if_empty(*, at: datetime) -> bool:
    """Make the city where nobody has an account yet; returns whether it did. One made before gets what it lacks."""
    if User.objects.exists():
        certify(at=at)
        return False
    make(at=at.replace(microsecond=0))
    return True


def accounts() -> list[tuple[str, str, str]]:
    """Role with the unit, user name, password: somebody for every role. Empty where the city was not made."""
    held = Appointment.objects.filter(user__username__in=SHOWN).select_related("user", "post__unit").order_by("-pk")
    first = {each.user.username: each for each in held}
    return [
        (f"{ROLES[first[name].post.role].name} · {first[name].post.unit.name}", name, PASSWORD)
        for name in SHOWN
        if name in first
    ]


def to_learn() -> list[str]:
    """Codes of the centres that have decided enough to learn from and have not done so yet."""
    known = set(LearnedModel.objects.values_list("centre__code", flat=True))
    counts = Decision.objects.values_list("matter__centre__code").annotate(Count("matter", distinct=True))
    return sorted(code for code, count in counts if count > settings.LEARN_FROM and code not in known)
