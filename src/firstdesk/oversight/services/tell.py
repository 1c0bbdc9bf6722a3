"""Who hears of an urge, a card, an answer, and in which words."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_noop

from firstdesk.directory.models import User
from firstdesk.directory.selectors import holders_of, leader_posts
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import hearing
from firstdesk.matters.services import Responsible
from firstdesk.notices.services import Message, send
from firstdesk.oversight.models import Application, Supervision
from firstdesk.oversight.states import ApplicationState, Card, Kind
from firstdesk.rosters.selectors import resolve

SAID = {
    Card.URGE: gettext_noop("%(from)s urges %(number)s: %(text)s"),
    Card.YELLOW: gettext_noop("Yellow card for %(number)s from %(from)s: %(text)s"),
    Card.RED: gettext_noop("Red card for %(number)s from %(from)s: %(text)s"),
    Card.BLACK: gettext_noop("Black card for %(number)s from %(from)s: %(text)s"),
}
# Of a confidential matter, or one of a closed circle, the words are read on its page and nowhere else.
SAID_WITHOUT_WORDS = {
    Card.URGE: gettext_noop("%(from)s urges %(number)s."),
    Card.YELLOW: gettext_noop("Yellow card for %(number)s from %(from)s."),
    Card.RED: gettext_noop("Red card for %(number)s from %(from)s."),
    Card.BLACK: gettext_noop("Black card for %(number)s from %(from)s."),
}
ANSWERED = gettext_noop("%(unit)s answered about %(number)s, which you urged or supervised.")
LIFTED = gettext_noop("What was said about %(number)s is lifted.")
LEVELS = {Card.URGE: "warning", Card.YELLOW: "warning", Card.RED: "danger", Card.BLACK: "danger"}


def said(row: Supervision, to: Responsible, *, by: Actor, at: datetime) -> None:
    """Whoever it is the turn of; of a card the head of their unit too."""
    card, matter = Card(row.card), row.matter
    people = at_work(to, at)
    if row.is_card:
        people = [*people, *holders_of(leader_posts(to.unit), at)]
    values = {"number": matter.number, "from": by.post_name or by.name}
    text = SAID_WITHOUT_WORDS[card]
    if not matter.is_restricted:
        text, values["text"] = SAID[card], row.text
    say(matter, Message(kind=f"supervision.{card}", level=LEVELS[card], text=text, values=values), people, at=at)


def answered(row: Supervision, *, at: datetime) -> None:
    """Whoever asked."""
    values = {"number": row.matter.number, "unit": row.unit.name}
    say(row.matter, Message(kind="supervision.answered", text=ANSWERED, values=values), [row.issued_by], at=at)


def lifted(row: Supervision, *, at: datetime) -> None:
    """Whoever it stood against."""
    people = at_work(Responsible(row.matter.responsible_unit, row.matter.responsible_post), at)
    if row.answered_by:
        people = [*people, row.answered_by]
    values = {"number": row.matter.number}
    say(row.matter, Message(kind="supervision.lifted", text=LIFTED, values=values), people, at=at)


def at_work(to: Responsible, at: datetime) -> list[User]:
    """The person, else whoever is on duty at the queue."""
    if to.person is not None:
        return [to.person]
    return list(resolve(to.post, at).people) if to.post else []


def say(matter: Matter, message: Message, people: Iterable[User], *, at: datetime) -> None:
    """To those of them who may know of the matter."""
    located = Message(
        kind=message.kind, text=message.text, level=message.level, values=message.values, matter_id=matter.pk,
        url=f"/matters/{matter.number}/",
    )  # fmt: skip
    send(located, to=hearing(matter, people), at=at)


ASKED = {
    Kind.EXTENSION: gettext_noop("%(number)s: %(unit)s asks for more time. Decide it."),
    Kind.SUSPENSION: gettext_noop("%(number)s: %(unit)s asks to let it rest. Decide it."),
    Kind.VOIDING: gettext_noop("%(number)s: %(unit)s asks to void it. Decide it."),
    Kind.RECLASSIFICATION: gettext_noop("%(number)s: %(unit)s asks for another classification. Decide it."),
}
DECIDED = {
    ApplicationState.APPROVED: gettext_noop("%(number)s: what you applied for was approved."),
    ApplicationState.REFUSED: gettext_noop("%(number)s: what you applied for was not approved."),
}


def asked(row: Application, people: Iterable[User], *, at: datetime) -> None:
    """Those who may decide."""
    values = {"number": row.matter.number, "unit": row.unit.name}
    message = Message(kind="application.asked", level="warning", text=ASKED[Kind(row.kind)], values=values)
    say(row.matter, message, people, at=at)


def decided(row: Application, *, at: datetime) -> None:
    """Whoever applied."""
    text = DECIDED[ApplicationState(row.state)]
    message = Message(kind=f"application.{row.state}", text=text, values={"number": row.matter.number})
    say(row.matter, message, [row.asked_by], at=at)
