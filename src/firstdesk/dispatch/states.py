"""The life of a referral, of a unit's way to a place, of help from other units, of a service beyond the desk."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ReferralState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    OBJECTED = "objected", _("Objected")
    WITHDRAWN = "withdrawn", _("Taken back")
    WORKING = "working", _("In handling")
    RELIEVED = "relieved", _("Relieved at the place")
    ANSWERED = "answered", _("Result returned")
    CONFIRMED = "confirmed", _("Confirmed")


MOVES: dict[str, frozenset[str]] = {
    ReferralState.OFFERED: frozenset({ReferralState.WORKING, ReferralState.OBJECTED, ReferralState.WITHDRAWN}),
    ReferralState.WORKING: frozenset({ReferralState.ANSWERED, ReferralState.WITHDRAWN, ReferralState.RELIEVED}),
    ReferralState.ANSWERED: frozenset({ReferralState.CONFIRMED, ReferralState.WORKING, ReferralState.WITHDRAWN}),
    ReferralState.RELIEVED: frozenset(),
    ReferralState.OBJECTED: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
    ReferralState.CONFIRMED: frozenset(),
}
OPEN = frozenset({ReferralState.OFFERED, ReferralState.WORKING, ReferralState.ANSWERED})
OWNER: dict[str, str] = {
    ReferralState.OFFERED: "receiver",
    ReferralState.WORKING: "receiver",
    ReferralState.ANSWERED: "sender",
    ReferralState.OBJECTED: "sender",
    ReferralState.RELIEVED: "nobody",
    ReferralState.WITHDRAWN: "sender",
    ReferralState.CONFIRMED: "nobody",
}
EVENT: dict[str, str] = {
    ReferralState.OFFERED: "referral.offered",
    ReferralState.OBJECTED: "referral.objected",
    ReferralState.WITHDRAWN: "referral.withdrawn",
    ReferralState.WORKING: "referral.accepted",
    ReferralState.RELIEVED: "turnout.relieved",
    ReferralState.ANSWERED: "referral.answered",
    ReferralState.CONFIRMED: "referral.confirmed",
}


class TurnoutState(models.TextChoices):
    """A unit's way to a place."""

    ORDERED = "ordered", _("Ordered, not yet gone")
    ON_WAY = "on_way", _("On the way")
    ON_SCENE = "on_scene", _("At the place")
    RELIEVED = "relieved", _("Relieved")
    FINISHED = "finished", _("Done")
    STOOD_DOWN = "stood_down", _("No longer needed")


TURNOUT_OPEN = frozenset({TurnoutState.ORDERED, TurnoutState.ON_WAY, TurnoutState.ON_SCENE})
TURNOUT_MOVES: dict[str, frozenset[str]] = {
    TurnoutState.ORDERED: frozenset({TurnoutState.ON_WAY, TurnoutState.ON_SCENE, TurnoutState.STOOD_DOWN}),
    TurnoutState.ON_WAY: frozenset({TurnoutState.ON_SCENE, TurnoutState.STOOD_DOWN}),
    TurnoutState.ON_SCENE: frozenset({TurnoutState.RELIEVED, TurnoutState.FINISHED, TurnoutState.STOOD_DOWN}),
    TurnoutState.RELIEVED: frozenset(),
    TurnoutState.FINISHED: frozenset(),
    TurnoutState.STOOD_DOWN: frozenset(),
}


TURNOUT_EVENT: dict[str, str] = {
    TurnoutState.ORDERED: "turnout.ordered",
    TurnoutState.ON_WAY: "turnout.departed",
    TurnoutState.ON_SCENE: "turnout.arrived",
    TurnoutState.RELIEVED: "turnout.relieved",
    TurnoutState.FINISHED: "turnout.finished",
    TurnoutState.STOOD_DOWN: "turnout.stood_down",
}


class TaskState(models.TextChoices):
    """What a unit was asked to help with."""

    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Helping")
    OBJECTED = "objected", _("Cannot help")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("No longer needed")


TASK_OPEN = frozenset({TaskState.ASKED, TaskState.ACCEPTED})
TASK_MOVES: dict[str, frozenset[str]] = {
    TaskState.ASKED: frozenset({TaskState.ACCEPTED, TaskState.OBJECTED, TaskState.DONE, TaskState.WITHDRAWN}),
    TaskState.ACCEPTED: frozenset({TaskState.DONE, TaskState.OBJECTED, TaskState.WITHDRAWN}),
    TaskState.OBJECTED: frozenset(),
    TaskState.DONE: frozenset(),
    TaskState.WITHDRAWN: frozenset(),
}


class ServiceMode(models.TextChoices):
    """How somebody is served beyond the desk."""

    PROXY = "proxy", _("Done on the person's behalf")
    AT_HOME = "at_home", _("At the person's home")
    ACCOMPANY = "accompany", _("Accompanied on request")
    ITEM = "item", _("Ordinary window item")
    PROMISED = "promised", _("Promised window item, with a review on site")


class ServiceState(models.TextChoices):
    OPEN = "open", _("Under way")
    DONE = "done", _("Done")
    ENDED = "ended", _("Ended early")


SERVICE_MOVES: dict[str, frozenset[str]] = {
    ServiceState.OPEN: frozenset({ServiceState.DONE, ServiceState.ENDED}),
    ServiceState.DONE: frozenset(),
    ServiceState.ENDED: frozenset(),
}


STEPPED = "service.stepped"


@dataclass(frozen=True)
class ServiceStepKind:
    """A step of a way of service: what it is called, whether it needs words, and the event it raises."""

    key: str
    label: "str | Promise"
    needs_note: bool = False
    event: str = STEPPED


STEPS: dict[str, tuple[ServiceStepKind, ...]] = {
    ServiceMode.PROXY: (
        ServiceStepKind("papers", _("Papers complete, listed"), needs_note=True, event="service.papers_complete"),
        ServiceStepKind("agent", _("Agent named, free of charge"), event="service.agent_named"),
        ServiceStepKind("filed", _("Handed in for the person")),
        ServiceStepKind("returned", _("Result handed to the person"), needs_note=True),
    ),
    ServiceMode.AT_HOME: (
        ServiceStepKind("agreed", _("Time agreed with the person"), needs_note=True),
        ServiceStepKind("left", _("On the way to the person")),
        ServiceStepKind("arrived", _("With the person")),
        ServiceStepKind("served", _("Served, and confirmed by the person"), needs_note=True),
    ),
    ServiceMode.ACCOMPANY: (
        ServiceStepKind("agreed", _("Time and office agreed with the person"), needs_note=True),
        ServiceStepKind("went", _("Went along")),
        ServiceStepKind("told", _("The person knows how it goes on"), needs_note=True),
    ),
    ServiceMode.ITEM: (
        ServiceStepKind("accepted", _("Papers complete and accepted, listed"), needs_note=True, event="item.accepted"),
        ServiceStepKind("finished", _("Done, and handed to the person"), needs_note=True, event="item.finished"),
    ),
    ServiceMode.PROMISED: (
        ServiceStepKind("submitted", _("Application received"), event="item.submitted"),
        ServiceStepKind("accepted", _("Papers complete and accepted, listed"), needs_note=True, event="item.accepted"),
        ServiceStepKind("reviewed", _("Reviewed on site"), needs_note=True, event="item.reviewed"),
        ServiceStepKind("finished", _("Done, and handed to the person"), needs_note=True, event="item.finished"),
    ),
}
