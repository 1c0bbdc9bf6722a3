"""Who decides an application, as the rules of the matter say, and how much may be asked for."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Post, Unit, User
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import concerned, facts_of
from firstdesk.oversight.models import Application
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import routing
from firstdesk.rulebook.book import UnknownRule
from firstdesk.rulebook.verdicts import RouteVerdict
from firstdesk.triage.selectors.targets import seat_of

TABLE = "oversight.approve"
ABOVE = {"group_leader": "director"}  # whoever stands above the post that is named may decide as well


@dataclass(frozen=True)
class Leave:
    """What the table answers for one kind of application."""

    verdict: RouteVerdict
    approver: str
    instead: str
    most_days: int
    most_hours: int
    times: int


def leave_for(matter: Matter, kind: str, at: datetime) -> Leave:
    """The row of the table that fits. A matter begun under rules without the table is decided by those in force."""
    facts = facts_of(matter, at) | {"application": kind}
    try:
        table = regulations.version(matter.rulebook_version).route_for(matter.centre_kind, TABLE)
    except UnknownRule:
        table = regulations.current(at).route_for(matter.centre_kind, TABLE)
    verdict = routing.decide(table, {name: facts[name] for name in table.facts})
    then = {name: str(value) for name, value in verdict.then.items()}
    return Leave(
        verdict, then["approver"], then["instead"], int(then["most_days"]), int(then["most_hours"]), int(then["times"])
    )


def deciders(application: Application, at: datetime) -> list[User]:
    """Everybody who may decide it now: never the applicant, nor whom the matter is about."""
    barred = barred_from(application)
    return [person for person in directory.holders_of(deciding_posts(application, at), at) if person.pk not in barred]


def barred_from(application: Application) -> frozenset[int]:
    """Who does not decide it, whatever their post."""
    return concerned(application.matter) | {application.asked_by_id}


def deciding_posts(application: Application, at: datetime) -> list[Post]:
    """The posts from which it may be decided now: those the rules name; where nobody of them may, those that stand in;
    at last the directors of the centres above. None where nobody may."""
    barred = barred_from(application)
    return next((posts for posts in _by_turns(application) if _somebody(posts, barred, at)), [])


def is_from_above(application: Application, posts: Sequence[Post]) -> bool:
    """Whether it went to a centre above, because here nobody may decide it."""
    seat = seat_of(application.matter)
    return bool(posts) and all(post.unit_id != seat.pk and seat.path.startswith(post.unit.path) for post in posts)


def _by_turns(application: Application) -> Iterator[list[Post]]:
    seat = seat_of(application.matter)
    codes = [application.approver, *filter(None, [ABOVE.get(application.approver)])]
    yield [post for code in codes for post in _posts(seat, code)]
    yield _posts(seat, str(application.verdict["then"]["instead"]))
    above = directory.superior_centre(seat)
    while above is not None:
        yield _posts(above, "director")
        above = directory.superior_centre(above)


def _somebody(posts: Sequence[Post], barred: Collection[int], at: datetime) -> bool:
    return any(person.pk not in barred for person in directory.holders_of(posts, at))


def _posts(seat: Unit, code: str) -> list[Post]:
    if code == "supervisor":
        return directory.supervisor_posts(seat)
    found = directory.post_of(seat, code)
    return [found] if found else []
