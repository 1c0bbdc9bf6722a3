"""Fills django-helpdesk with tickets: `rival_fill.py COUNT TEXTS`; prints a session key for its agent.

TEXTS is a JSON file of [title, description] pairs; every ticket takes one, so that words are as frequent as in ours.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rival_settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from helpdesk.models import Queue, Ticket  # noqa: E402

COPIES = """
INSERT INTO helpdesk_ticket ({columns}, title, description, created, modified, secret_key, status, submitter_email)
    SELECT {columns}, text.title, text.description,
        now() - interval '1 minute' * (%(count)s - n), now() - interval '1 minute' * (%(count)s - n), 'k' || n,
        CASE WHEN n %% 20 = 0 THEN 1 ELSE 4 END, 'person' || n || '@example.org'
    FROM (SELECT * FROM helpdesk_ticket ORDER BY id LIMIT 1) AS original, generate_series(%(first)s, %(count)s) AS n
    JOIN (SELECT place - 1 AS place, each ->> 0 AS title, each ->> 1 AS description
          FROM jsonb_array_elements(%(texts)s::jsonb) WITH ORDINALITY AS given (each, place)) AS text
      ON text.place = n %% %(kinds)s;
INSERT INTO helpdesk_followup (date, title, comment, public, ticket_id, new_status)
    SELECT created, 'opened', description, true, id, 1 FROM helpdesk_ticket;
ANALYZE helpdesk_ticket; ANALYZE helpdesk_followup;
"""


def main(count: int, texts: str) -> None:
    call_command("migrate", verbosity=0)
    agent, _made = get_user_model().objects.get_or_create(
        username="agent", defaults={"is_staff": True, "is_superuser": True, "email": "agent@example.org"}
    )
    queue, _made = Queue.objects.get_or_create(title="Desk", slug="desk", defaults={"allow_public_submission": True})
    first = Ticket.objects.count() + 1
    if first == 1:
        Ticket.objects.create(queue=queue, title="first", description="first", submitter_email="a@example.org")
        first = 2
    own = {"id", "title", "description", "created", "modified", "secret_key", "status", "submitter_email"}
    columns = ", ".join(field.column for field in Ticket._meta.concrete_fields if field.column not in own)
    if first <= count:
        with connection.cursor() as cursor:
            values = {"count": count, "first": first, "texts": texts, "kinds": len(json.loads(texts))}
            cursor.execute(COPIES.format(columns=columns), values)
    session = SessionStore()
    session["_auth_user_id"] = str(agent.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = agent.get_session_auth_hash()
    session.save()
    print(json.dumps({"session": session.session_key, "queue": queue.pk}))


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as given:
        main(int(sys.argv[1]), given.read())
