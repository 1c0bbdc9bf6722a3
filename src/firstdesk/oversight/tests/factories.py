"""People to test oversight with."""

from firstdesk.directory.models import User
from firstdesk.directory.selectors import acting_for
from firstdesk.dispatch.tests.factories import Case
from firstdesk.ledger.actors import Actor


def actor(case: Case, code: str) -> Actor:
    """Whoever holds a post of the case's centre, as the record names them."""
    return actor_of(case, case.desk.centre.people[code])


def actor_of(case: Case, person: User) -> Actor:
    """The person from their first post."""
    found = acting_for(person, case.desk.at)
    assert found is not None
    return found.actor
