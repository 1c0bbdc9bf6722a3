"""Entries to verify, and the hand that tampers with them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model

from firstdesk.ledger import services
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.ledger.services import Draft

AT = datetime(2025, 9, 1, 2, 0, 0, 120, tzinfo=UTC)
SOMEBODY = Actor(person_id=7, name="王芳", post_id=3, post_name="中心 接警台", unit_id=2)


def draft(chain: str = "matter:1", number: int = 0, **values: object) -> Draft:
    """An entry about to be written, different by its number."""
    fields = {
        "verb": "matter.registered",
        "by": SOMEBODY,
        "at": AT + timedelta(seconds=number),
        "subject_kind": "matters.Matter",
        "subject_id": 1,
        "after": {"number": number},
    }
    return Draft(chain=chain, **fields | values)  # type: ignore[arg-type]


def write(count: int = 5, chains: Sequence[str] = ("matter:1", "matter:2")) -> list[Entry]:
    """`count` entries in each chain, taking turns."""
    return services.append_many([draft(chain, number) for number in range(count) for chain in chains])


@contextmanager
def behind_the_triggers() -> Iterator[None]:
    """As somebody with all power over the database would do it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET LOCAL session_replication_role = origin")


def saw(row: Model, **values: object) -> dict[str, object]:
    """What a form sends that was made of the row as it stands now."""
    fresh: Any = type(row)._default_manager.get(pk=row.pk)
    return {"seen": fresh.changed_at.isoformat(), **values}
