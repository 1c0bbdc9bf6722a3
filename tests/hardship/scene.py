"""A centre on the running product, made by the services: `python -m tests.hardship.within tests.hardship.scene 4 4`."""

import json

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from firstdesk.common import clock
from firstdesk.directory import services
from firstdesk.directory.models import CentreKind, User
from firstdesk.directory.tests.factories import make_people
from firstdesk.matters.tests.factories import make_desk
from firstdesk.notices.models import Preference


def main(officers: str, liaisons: str) -> None:
    """Prints who is signed in by which session, and the token of a system that sends reports."""
    with transaction.atomic():
        desk = make_desk(CentreKind.GOVERNANCE, at=clock.now())
        centre, more = desk.centre, int(officers) - 1
        wanted = [([centre.posts["intake"]], "")] * more + [([centre.linkage_posts["liaison"]], "")] * int(liaisons)
        people = make_people(wanted)
        for number, person in enumerate(people[more:]):  # told by text message too, at any hour
            Preference.objects.create(
                user=person, mobile=f"139{number:04d}1234", sms_wish="all", quiet_from="03:00", quiet_until="03:00"
            )
        token = services.issue_token(unit=centre.linkage, centre=centre.unit, label="hotline", by=desk.by, at=desk.at)
        made = {
            "officers": [session(person) for person in [desk.officer, *people[:more]]],
            "liaisons": [session(person) for person in people[more:]],
            "directors": [session(centre.people["director"])],
            "token": token.secret,
            "centre": centre.unit.pk,
        }
    print(json.dumps(made))


def session(person: User) -> dict[str, object]:
    """As after signing in."""
    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store.create()
    return {"pk": person.pk, "session": store.session_key}
