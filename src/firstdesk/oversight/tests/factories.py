"""People to test oversight with."""

from firstdesk.directory.models import User
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import acting_for
from firstdesk.dispatch.tests.factories import Case
from firstdesk.ledger.actors import Actor


def acting(case: Case, person: User) -> Acting:
    """The person from their first post."""
    found = acting_for(person, case.desk.at)
    assert found is not None
    return found


def actor(case: Case, code: str = "", *, person: User | None = None) -> Actor:
    """The person, or whoever holds a post of the case's centre, as the record names them."""
    return acting(case, person or case.desk.centre.people[code]).actor
