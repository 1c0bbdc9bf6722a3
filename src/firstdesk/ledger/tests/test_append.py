"""Writing to the record."""

import pytest
from django.db import DatabaseError, connection, transaction

from firstdesk.ledger import services
from firstdesk.ledger.models import Anchor, Chain, Entry
from firstdesk.ledger.tests.factories import AT, SOMEBODY, draft, write

pytestmark = pytest.mark.django_db


def test_entries_are_linked_in_the_order_given() -> None:
    entries = write(3)
    one = [entry for entry in entries if entry.chain == "matter:1"]
    assert [entry.seq for entry in one] == [1, 2, 3]
    assert bytes(one[0].prev_hash) == bytes(32)
    assert [bytes(entry.prev_hash) for entry in one[1:]] == [bytes(entry.hash) for entry in one[:-1]]
    head = Chain.objects.get(name="matter:1")
    assert (head.length, bytes(head.head)) == (3, bytes(one[-1].hash))


def test_the_actor_is_a_snapshot() -> None:
    entry = services.append(draft(reason="两次来电"))
    assert (entry.actor_name, entry.post_name, entry.reason) == (SOMEBODY.name, SOMEBODY.post_name, "两次来电")
    assert entry.after == {"number": 0}


def test_a_reading_names_fields_and_purpose() -> None:
    entry = services.note_reading(about=draft(), purpose="回访", fields=["phone", "name"])
    assert entry.verb == "personal.read"
    assert entry.reason == "回访"
    assert entry.after == {"fields": ["phone", "name"]}


@pytest.mark.parametrize(
    "table", ["ledger_entry", "ledger_anchor", "directory_disclosure", "regulations_rulebookversion"]
)
@pytest.mark.parametrize(
    "change", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table}"]
)
def test_append_only_tables_refuse_every_change(table: str, change: str) -> None:
    write(1)
    column = {"ledger_anchor": "number", "regulations_rulebookversion": "version"}.get(table, "id")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table=table, column=column))


def test_anchor_only_when_something_grew() -> None:
    assert services.anchor(at=AT) is None
    write(2)
    first = services.anchor(at=AT)
    assert first is not None and set(first.heads) == {"matter:1", "matter:2"}
    assert services.anchor(at=AT) is None
    services.append(draft("matter:2", 9))
    second = services.anchor(at=AT)
    assert second is not None and set(second.heads) == {"matter:2"}
    assert bytes(second.prev_hash) == bytes(first.hash)
    assert Anchor.objects.count() == 2
    assert Entry.objects.count() == 5
