"""A secret column never holds the clear text, whatever writes it."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import DataError, connection, models, transaction
from django.test.utils import isolate_apps

from firstdesk.common.bulk import insert_rows, update_rows
from firstdesk.common.secrecy import SecretChar, SecretText, Unreadable, identity, ring, stored

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
