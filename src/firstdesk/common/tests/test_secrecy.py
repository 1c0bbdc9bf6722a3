"""A secret column never holds the clear text, whatever writes it."""

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import DataError, IntegrityError, connection, connections, models, transaction
from django.test.utils import isolate_apps

from firstdesk.common.bulk import insert_rows, update_rows
from firstdesk.common.secrecy import SecretChar, SecretText, Unreadable, identity, ring, rotation, stored

pytestmark = pytest.mark.django_db
AT = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)
TEXT = "张三丰，身份证 350303199001011234"


@pytest.fixture
def data_dir(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def secret(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A model with secret columns, there for this test alone."""
    with isolate_apps("firstdesk.common") as registry:

        class Told(models.Model):
            name = SecretChar(max_length=20, blank=True, default="")
            words = SecretText(blank=True, default="")
            plain = models.TextField(default="")
            perhaps = SecretText(null=True)

            class Meta:
                app_label = "common"

            def __str__(self) -> str:
                return str(self.pk)

        monkeypatch.setattr(stored, "apps", registry)
        with connection.schema_editor() as editor:
            editor.create_model(Told)
        yield Told


def columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, words FROM common_told ORDER BY id")
        return list(cursor.fetchall())


def whole_table() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, E'\\n') FROM common_told t")
        return str(cursor.fetchone()[0])


def test_what_is_saved_is_read_back_and_cannot_be_read_in_the_database(secret: Any) -> None:
    made = secret.objects.create(name="张三丰", words=TEXT, plain="开放")
    found = secret.objects.get(pk=made.pk)
    assert (found.name, found.words, found.plain, found.perhaps) == ("张三丰", TEXT, "开放", None)
    assert "张三" not in whole_table() and "3503" not in whole_table() and "开放" in whole_table()


@pytest.mark.parametrize("way", ["save", "update", "bulk_create", "bulk_update", "insert_rows", "update_rows"])
def test_every_way_of_writing_encrypts(secret: Any, way: str) -> None:
    row = secret(name="张三丰", words=TEXT, plain="x")
    if way == "bulk_create":
        secret.objects.bulk_create([row])
    elif way == "insert_rows":
        insert_rows([row])
    else:
        row.save()
        row.words = TEXT * 2
        if way == "save":
            row.save(update_fields=["words"])
        elif way == "update":
            secret.objects.filter(pk=row.pk).update(words=TEXT * 2)
        elif way == "bulk_update":
            secret.objects.bulk_update([row], ["words"])
        else:
            update_rows([row], ["words"])
    assert "3503" not in whole_table()
    assert secret.objects.get().words == row.words
    assert row.words.startswith("张三丰")  # the object keeps its clear text


def test_an_empty_text_stays_empty_and_can_be_asked_for(secret: Any) -> None:
    secret.objects.create()
    secret.objects.create(name="李四")
    assert columns()[0] == ("", "")
    assert secret.objects.filter(name="").count() == 1
    assert secret.objects.exclude(name="").get().name == "李四"
    assert secret.objects.filter(perhaps__isnull=True).count() == 2
    assert set(secret.objects.values_list("name", flat=True)) == {"", "李四"}


@pytest.mark.parametrize(
    "asked", [{"name": "李四"}, {"name__contains": "李"}, {"name__in": ["李四"]}, {"name__gt": "a"}]
)
def test_the_database_is_not_asked_for_what_it_cannot_know(secret: Any, asked: dict[str, object]) -> None:
    with pytest.raises(FieldError):
        secret.objects.filter(**asked).count()


def test_the_same_text_is_stored_differently_each_time(secret: Any) -> None:
    secret.objects.create(name="李四")
    secret.objects.create(name="李四")
    (first, _), (second, _) = columns()
    assert first != second


def test_a_text_too_long_is_refused(secret: Any) -> None:
    secret.objects.create(name="长" * 20)
    with pytest.raises(DataError, match="20 characters"):
        secret.objects.create(name="长" * 21)


def test_a_lost_ring_is_refused_in_words_and_never_made_anew(
    secret: Any, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret.objects.create(name="李四")
    kept = (data_dir / ring.NAME).read_bytes()
    (data_dir / ring.NAME).unlink()
    with caplog.at_level(logging.CRITICAL), pytest.raises(Unreadable) as refused:
        secret.objects.get()
    assert ring.NAME in str(refused.value.message)
    with pytest.raises(Unreadable), transaction.atomic():
        secret.objects.create(name="王五")
    assert not (data_dir / ring.NAME).exists()
    (data_dir / ring.NAME).write_bytes(kept)
    assert secret.objects.get().name == "李四"


def test_a_lost_key_is_named(secret: Any, data_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret.objects.create(name="李四")
    lost = ring.load(data_dir).keys[0].id
    ring.turn(data_dir, at=AT)
    ring.forget(data_dir, frozenset({lost}))
    with pytest.raises(Unreadable, match=lost):
        secret.objects.get()
    assert "李四" not in caplog.text


def test_a_damaged_value_is_refused(secret: Any) -> None:
    secret.objects.create(name="李四")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE common_told SET name = left(name, -4) || 'AAAA'")
    with pytest.raises(Unreadable):
        secret.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE common_told SET name = '李四'")  # somebody wrote past the product
    with pytest.raises(Unreadable):
        secret.objects.get()


def test_the_ring_is_for_its_owner_alone(secret: Any, data_dir: Path) -> None:
    secret.objects.create(name="李四")
    assert (data_dir / ring.NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in data_dir.iterdir()] == [ring.NAME]


def test_identity(data_dir: Path, settings: Any) -> None:
    one = identity("35030319900101123x")
    assert one == identity(" 350303 19900101 123X") == identity("３５０３０３１９９００１０１１２３Ｘ")
    assert one != identity("350303199001011231") and len(one) == 64
    assert identity(" ") == ""
    ring.turn(data_dir, at=AT)
    assert identity("35030319900101123x") == one  # digests outlive the keys
    settings.DATA_DIR = data_dir / "other"
    assert identity("35030319900101123x") != one


def keys_used() -> set[str]:
    return {value.split(".")[1] for row in columns() for value in row if value}


def test_turning_the_ring_writes_everything_anew_and_forgets_the_old_key_a_day_later(
    secret: Any, data_dir: Path
) -> None:
    for number in range(7):
        secret.objects.create(name=f"甲{number}", words=TEXT if number % 2 else "")
    old = ring.load(data_dir).keys[0].id
    new = rotation.turn(at=AT).id
    assert keys_used() == {old}
    assert [each.values for each in rotation.standing()] == [0, 10]
    done = rotation.tend(at=AT, size=2)
    assert (done.renewed, done.unreadable, done.forgotten) == (10, 0, ())
    assert keys_used() == {new}
    assert [row.name for row in secret.objects.order_by("pk")] == [f"甲{number}" for number in range(7)]
    assert rotation.tend(at=AT + timedelta(hours=23)).forgotten == ()
    assert rotation.tend(at=AT + timedelta(hours=24)).forgotten == (old,)
    assert [key.id for key in ring.load(data_dir).keys] == [new]
    assert secret.objects.filter(words="").count() == 4  # empty stays empty
    assert rotation.tend(at=AT + timedelta(days=2)).renewed == 0


def test_it_goes_on_where_it_was_stopped(secret: Any, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        secret.objects.create(name=f"甲{number}")
    rotation.turn(at=AT)
    real, batches = rotation._write, []

    def killed(*args: Any) -> None:
        batches.append(args)
        if len(batches) == 2:
            raise KeyboardInterrupt
        real(*args)

    monkeypatch.setattr(rotation, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        rotation.tend(at=AT, size=2)
    assert len(keys_used()) == 2
    assert [row.name for row in secret.objects.order_by("pk")] == [f"甲{number}" for number in range(6)]
    monkeypatch.setattr(rotation, "_write", real)
    assert rotation.tend(at=AT, size=2).renewed == 4
    assert len(keys_used()) == 1


def test_what_comes_late_under_an_old_key_keeps_that_key(secret: Any, data_dir: Path) -> None:
    """A transaction that began before the turn commits after the rest was renewed."""
    old = ring.load(data_dir) if (data_dir / ring.NAME).exists() else ring.make(data_dir, at=AT)
    rotation.turn(at=AT)
    rotation.tend(at=AT)
    row = secret.objects.create(name="李四")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE common_told SET name = %s", [old.conceal("李四")])
    done = rotation.tend(at=AT + timedelta(days=2))
    assert done.renewed == 1 and secret.objects.get(pk=row.pk).name == "李四"


def test_an_unreadable_value_is_left_and_counted(secret: Any, data_dir: Path) -> None:
    secret.objects.create(name="李四")
    secret.objects.create(name="王五")
    first = secret.objects.order_by("pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE common_told SET name = 'f1.dead.x' WHERE id = %s", [first])
    rotation.turn(at=AT)
    done = rotation.tend(at=AT, size=1)
    assert (done.renewed, done.unreadable) == (1, 1)
    assert columns()[0][0] == "f1.dead.x"


def test_rows_that_may_not_change_are_renewed_and_stay_guarded(secret: Any) -> None:
    row = secret.objects.create(name="李四", plain="x")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER told_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON common_told "
            "FOR EACH STATEMENT EXECUTE FUNCTION firstdesk_append_only()"
        )
    rotation.turn(at=AT)
    assert rotation.tend(at=AT).renewed == 1
    assert secret.objects.get().name == "李四"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        secret.objects.filter(pk=row.pk).update(plain="y")


@pytest.mark.django_db(transaction=True)
def test_rows_can_be_read_while_the_ring_turns(secret: Any) -> None:
    """A reader never sees a text it cannot read, however often the ring is turned under it."""
    rows = [secret.objects.create(name=f"甲{number}", words=TEXT).pk for number in range(30)]
    stop, wrong = threading.Event(), list[str]()

    def read() -> None:
        try:
            while not stop.is_set():
                wrong.extend(row.name for row in secret.objects.filter(pk__in=rows) if row.words != TEXT)
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connections["default"].close()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for turn in range(4):
            rotation.turn(at=AT + timedelta(hours=turn))
            rotation.tend(at=AT + timedelta(hours=turn), size=7)
    finally:
        stop.set()
        reader.join()
        rotation.tend(at=AT + timedelta(days=2))
        with connection.schema_editor() as editor:
            editor.delete_model(secret)
    assert wrong == []
    assert len(rotation.standing()) == 1
