"""What is hashed, and by whom."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from firstdesk.ledger import digest, keys
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Anchor, Chain
from firstdesk.ledger.tests.factories import write


def test_values_have_one_text_whatever_their_order_and_zone() -> None:
    noon = datetime(2025, 9, 1, 12, tzinfo=timezone(timedelta(hours=8)))
    one = {"b": [Decimal("1.50"), {3, 1, 2}], "a": {"at": noon, "on": date(2025, 9, 1)}, "c": Path("x"), "d": None}
    other = dict(reversed(list(one.items())))
    assert digest.canonical(one) == digest.canonical(other)
    assert digest.canonical(one) == (
        '{"a":{"at":"2025-09-01T04:00:00.000000+00:00","on":"2025-09-01"},"b":["1.50",[1,2,3]],"c":"x","d":null}'
    )


def test_moments_read_as_postgresql_shows_them() -> None:
    moments = [datetime(2025, 9, 1, 2, tzinfo=UTC), datetime(2025, 9, 1, 2, 0, 0, 120300, tzinfo=UTC)]
    assert digest.payload(moments) == b"2025-09-01 02:00:00+00\x1f2025-09-01 02:00:00.1203+00"


def test_the_system_has_no_person() -> None:
    assert Actor(person_id=7, name="x").by_id == 7
    with pytest.raises(ValueError, match="a person must act"):
        _ = Actor.system("clock").by_id


def test_the_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    assert keys.public_key(tmp_path) is None
    first = keys.signing_key(tmp_path / "data")
    again = keys.signing_key(tmp_path / "data")
    assert first.private_bytes_raw() == again.private_bytes_raw()
    assert (tmp_path / "data" / "ledger.key").stat().st_mode & 0o077 == 0
    public = keys.public_key(tmp_path / "data")
    assert public is not None and keys.is_signed(public, first.sign(b"x"), b"x")
    assert not keys.is_signed(public, first.sign(b"x"), b"y")


@pytest.mark.django_db
def test_names_for_the_log() -> None:
    entry = write(1, ["c"])[0]
    assert str(entry) == "c#1 matter.registered"
    assert str(Chain.objects.get()) == "c (1)"
    assert str(Anchor(number=3)) == "anchor 3"
