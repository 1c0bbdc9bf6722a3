"""A centre on the running product, made by the services: `python -m tests.hardship.scene OFFICERS LIAISONS`."""

import json
import sys

import django


def main() -> None:
    """Prints who may sign in by which session, and the token of a system that sends reports."""
    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from firstdesk.common import clock  # noqa: PLC0415
    from firstdesk.directory import services  # noqa: PLC0415
    from firstdesk.directory.models import CentreKind, User  # noqa: PLC0415
    from firstdesk.directory.tests.factories import make_people  # noqa: PLC0415
    from firstdesk.matters.tests.factories import make_desk  # noqa: PLC0415
    from firstdesk.notices.models import Preference  # noqa: PLC0415

    def session(person: User) -> dict[str, object]:
        store = SessionStore()
        store[SESSION_KEY], store[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store.create()
        return {"pk": person.pk, "session": store.session_key}

    officers, liaisons = (int(word) for word in sys.argv[1:3])
    with transaction.atomic():
        desk = make_desk(CentreKind.GOVERNANCE, at=clock.now())
        centre = desk.centre
        wanted = [([centre.posts["intake"]], "")] * (officers - 1) + [
            ([centre.linkage_posts["liaison"]], "")
        ] * liaisons
        people = make_people(wanted)
        receiving = people[officers - 1 :]
        for number, person in enumerate(receiving):  # told by text message too, at any hour
            Preference.objects.create(
                user=person, mobile=f"139{number:04d}1234", sms_wish="all", quiet_from="03:00", quiet_until="03:00"
            )
        token = services.issue_token(unit=centre.linkage, centre=centre.unit, label="hotline", by=desk.by, at=desk.at)
        made = {
            "officers": [session(person) for person in [desk.officer, *people[: officers - 1]]],
            "liaisons": [session(person) for person in receiving],
            "directors": [session(centre.people["director"])],
            "token": token.secret,
            "centre": centre.unit.pk,
        }
    print(json.dumps(made))


if __name__ == "__main__":
    main()
