"""From the roles a rule names to the people who hold them at a moment."""

from collections.abc import Callable, Iterable
from datetime import datetime

from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Post, Unit, User
from firstdesk.obligations.models import Clock
from firstdesk.rosters.selectors import resolve


class People:
    """Finds whom to tell at one moment, reading each post once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._at_posts: dict[int, list[User]] = {}
        self._posts: dict[tuple[str, int], list[Post]] = {}
        self._circles: dict[int, list[User]] = {}

    def named(self, clock: Clock, roles: Iterable[str]) -> list[User]:
        """Everybody in these roles for a clock, without repetition. An empty role falls to those above it, so that
        somebody always hears.

        Of a matter in a compartment only members hear, the whole circle where no role has one. Nobody hears of a
        complaint about themselves."""
        found = [user for role in roles for user in self._role(role, clock)]
        if not found and clock.compartment_id is not None:
            found = self._cleared(self._circle(clock.compartment_id), clock)
        return list({user.pk: user for user in found}.values())

    def _role(self, role: str, clock: Clock) -> list[User]:
        ask: dict[str, Callable[[Clock], list[User]]] = {
            "responsible": self._responsible,
            "queue": self._queue,
            "sender": self._sender,
            "leader": lambda clock: self._at(self._cached("leader", clock.owing_unit)),
            "director": lambda clock: self._at(self._cached("director", clock.centre)),
            "supervisor": lambda clock: self._at(self._cached("supervisor", clock.centre)),
        }
        for step in (role, "leader", "director", "supervisor"):
            users = self._cleared(ask[step](clock), clock)
            if users:
                return users
        return []

    def _cleared(self, users: list[User], clock: Clock) -> list[User]:
        users = [user for user in users if user.pk not in (clock.kept_from or ())]
        if clock.compartment_id is None:
            return users
        circle = {member.pk for member in self._circle(clock.compartment_id)}
        return [user for user in users if user.pk in circle]

    def _circle(self, compartment_id: int) -> list[User]:
        if compartment_id not in self._circles:
            members = User.objects.filter(compartments=compartment_id, is_active=True)
            self._circles[compartment_id] = list(members.order_by("username"))
        return self._circles[compartment_id]

    def _responsible(self, clock: Clock) -> list[User]:
        if clock.owing_person is not None:
            return [clock.owing_person] if clock.owing_person.is_active else []
        return self._queue(clock)

    def _queue(self, clock: Clock) -> list[User]:
        return self._at([clock.owing_post] if clock.owing_post else self._cached("queue", clock.owing_unit))

    def _sender(self, clock: Clock) -> list[User]:
        if clock.sender_person is not None:
            return [clock.sender_person] if clock.sender_person.is_active else []
        return self._at([clock.sender_post] if clock.sender_post else self._cached("queue", clock.centre))

    def _cached(self, what: str, unit: Unit) -> list[Post]:
        key = (what, unit.pk)
        if key not in self._posts:
            self._posts[key] = _POSTS[what](unit)
        return self._posts[key]

    def _at(self, posts: Iterable[Post]) -> list[User]:
        found: list[User] = []
        for post in posts:
            if post.pk not in self._at_posts:
                self._at_posts[post.pk] = list(resolve(post, self.at).people)
            found += self._at_posts[post.pk]
        return found


def _receiving(unit: Unit) -> list[Post]:
    try:
        return [directory.queue_of(unit, "intake")]
    except directory.NoSuchPost:
        return []


def _directors(centre: Unit) -> list[Post]:
    post = directory.director_post(centre)
    return [post] if post else []


_POSTS: dict[str, Callable[[Unit], list[Post]]] = {
    "queue": _receiving,
    "leader": directory.leader_posts,
    "director": _directors,
    "supervisor": directory.supervisor_posts,
}
