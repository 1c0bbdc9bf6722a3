"""A matter is taken as a complaint: whom it is about stands back and does not read it, and its clocks begin."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from firstdesk.complaints import policies
from firstdesk.complaints.models import Complaint
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Post, Unit, User
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Confidentiality, Matter, Nature, Recusal, Remit
from firstdesk.matters.selectors import handlers_of
from firstdesk.matters.services import Responsible, Step, advance, queue, recuse
from firstdesk.matters.states import State
from firstdesk.notices.services import Message, send

RECEIVED = gettext_noop("A complaint was received: %(number)s. Look into it, and answer in time.")
LEADERLESS = gettext_noop("%(number)s: a complaint needs a leader from above; everybody here who could is concerned.")
RETALIATION = gettext_noop("Somebody reports retaliation for a complaint: %(number)s.")


@dataclass(frozen=True)
class Opening:
    """What the complaint is about."""

    kind: str  # a value of the fact `complaint`
    about: Matter | None = None
    people: Sequence[User] = ()  # whom it names, beside those who handled `about`
    phrase: str = ""


@transaction.atomic
def open_(matter: Matter, opening: Opening, *, by: Actor, at: datetime) -> Complaint:
    """Take a registered matter as a complaint: confidential, led by somebody it is not about, on its own clocks."""
    policies.check_may_open(matter, opening.kind, by, at)
    policies.check_about(matter, opening.about)
    concerned = {person.pk for person in opening.people}
    concerned |= had_a_hand_in(opening.about) if opening.about else set()
    leads = lead_for(matter, concerned, at)
    complaint = Complaint.objects.create(
        matter=matter, kind=opening.kind, about=opening.about, phrase=opening.phrase.strip()[:200], opened_at=at,
        opened_by_id=by.person_id,
    )  # fmt: skip
    recuse(matter, concerned, Recusal.Why.CONCERNED, by=by, at=at)
    changes = {
        "confidentiality": Confidentiality.CONFIDENTIAL,
        "nature": Nature.COMPLAINT,
        "topic": "staff_conduct",
        "remit": Remit.OWN,
        "may_mediate": False,
    }
    advance(matter, Step(State.HANDLING, "matter.triaged", changes=changes, responsible=leads), by=by, at=at)
    noted = {"complaint": complaint.pk, "kind": opening.kind}
    step = Step(to=None, event="complaint.received", noted=noted, facts={"complaint": opening.kind})
    advance(matter, step, by=by, at=at)
    _tell(matter, opening.kind, leads, concerned, at=at)
    return complaint


def had_a_hand_in(about: Matter) -> frozenset[int]:
    """Whoever handles it or did, was asked first, or answered the person: a complaint about it may be about any of them."""
    said = Entry.objects.filter(chain=about.ledger_chain, verb="matter.replied", actor_id__isnull=False)
    near = {about.responsible_person_id, about.first_receiver_id, *said.values_list("actor_id", flat=True)}
    return handlers_of(about) | {pk for pk in near if pk is not None}


def lead_for(matter: Matter, concerned: Collection[int], at: datetime) -> Responsible:
    """The director's post, else a leader's, else the directors of the centres above: the first with somebody free. Where
    there is none, the director's post holds it until somebody from above leads it (`needs_leader`)."""
    posts = [post for post in _could_lead(matter.centre) if post is not None]
    for post in posts:
        if any(person.pk not in concerned for person in directory.holders(post, at)):
            return Responsible(post.unit, post=post)
    return Responsible(posts[0].unit, post=posts[0]) if posts else queue(matter.centre, "intake")


def _could_lead(centre: Unit) -> Iterator[Post | None]:
    yield directory.director_post(centre)
    yield from directory.chief_posts(centre)
    above = directory.superior_centre(centre)
    while above is not None:
        yield directory.director_post(above)
        above = directory.superior_centre(above)


def _tell(matter: Matter, kind: str, leads: Responsible, concerned: set[int], *, at: datetime) -> None:
    people = [each for each in directory.holders(leads.post, at) if each.pk not in concerned] if leads.post else []
    text = RECEIVED
    if not people:
        text, people = LEADERLESS, directory.holders_of(directory.supervisor_posts(matter.centre), at)
    if kind == "retaliation":
        text = RETALIATION
        people = [*people, *directory.holders_of(directory.supervisor_posts(matter.centre), at)]
    message = Message(
        kind="complaint.received", level="warning", text=text, values={"number": matter.number}, matter_id=matter.pk,
        url=f"/matters/{matter.number}/",
    )  # fmt: skip
    send(message, to=[person for person in people if person.pk not in concerned], at=at)
