"""Whatever is done to the record behind its back is found, and named."""

import io
import json
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdesk.config.cli import ledger as command
from firstdesk.ledger import digest, services, stream
from firstdesk.ledger.models import Chain, Entry
from firstdesk.ledger.stream import CONTENT, COPY
from firstdesk.ledger.tests.factories import AT, behind_the_triggers, draft, write
from firstdesk.ledger.verify import Report, _conninfo, verify


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, settings: pytest.FixtureRequest) -> Iterator[None]:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    yield


def tamper(sql: str, *values: object) -> Report:
    """Change the record behind the triggers, then verify it."""
    with behind_the_triggers(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return verify(connection, workers=1)


def found(report: Report) -> tuple[str, str, int]:
    assert not report.ok and report.first_problem is not None
    problem = report.first_problem
    assert problem.sentence.zh and problem.sentence.en
    return problem.kind, problem.chain, problem.seq


@pytest.mark.django_db
def test_an_untouched_record_is_whole() -> None:
    write(5)
    services.anchor(at=AT)
    report = verify(connection, workers=1)
    assert report.ok and report.first_problem is None
    assert (report.entries, report.chains, report.anchors) == (10, 2, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    ["actor_name = '李四'", "at = at + interval '1 microsecond'", "reason = 'x'", "after_json = '{}'", "actor_id = NULL",
     "hash = sha256('x')", "prev_hash = sha256('x')", "post_name = '', unit_id = 99", "rulebook_version = 'f'"],
)  # fmt: skip
def test_altered_column(change: str) -> None:
    write(5)
    assert found(tamper(f"UPDATE ledger_entry SET {change} WHERE chain = 'matter:2' AND seq = 3")) == (
        "altered", "matter:2", 3,
    )  # fmt: skip


@pytest.mark.django_db
def test_altered_with_its_hash_made_to_fit() -> None:
    write(5)
    entry = Entry.objects.get(chain="matter:1", seq=3)
    entry.actor_name = "李四"
    fitting = digest.link(bytes(entry.prev_hash), digest.payload(services.hashed_columns(entry)))
    report = tamper("UPDATE ledger_entry SET actor_name = '李四', hash = %s WHERE id = %s", fitting, entry.pk)
    assert found(report) == ("altered", "matter:1", 3)


@pytest.mark.django_db
def test_last_entry_rewritten_with_its_hash() -> None:
    write(2, ["matter:1"])
    entry = Entry.objects.get(chain="matter:1", seq=2)
    entry.reason = "anders"
    fitting = digest.link(bytes(entry.prev_hash), digest.payload(services.hashed_columns(entry)))
    report = tamper("UPDATE ledger_entry SET reason = 'anders', hash = %s WHERE id = %s", fitting, entry.pk)
    assert found(report) == ("altered", "matter:1", 2)


@pytest.mark.django_db
def test_deleted_in_the_middle() -> None:
    write(5)
    assert found(tamper("DELETE FROM ledger_entry WHERE chain = 'matter:1' AND seq = 3")) == ("missing", "matter:1", 3)


@pytest.mark.django_db
def test_deleted_tail_with_the_head_still_there() -> None:
    write(5)
    assert found(tamper("DELETE FROM ledger_entry WHERE chain = 'matter:1' AND seq > 3")) == ("missing", "matter:1", 4)


def cut_back(chain: str, seq: int) -> None:
    """Delete what follows `seq` and make the head of the chain fit."""
    with behind_the_triggers():
        Entry.objects.filter(chain=chain, seq__gt=seq).delete()
    last = Entry.objects.get(chain=chain, seq=seq)
    Chain.objects.filter(name=chain).update(length=seq, head=bytes(last.hash))


@pytest.mark.django_db
def test_deleted_tail_after_an_anchor_even_with_the_head_made_to_fit() -> None:
    write(5)
    services.anchor(at=AT)
    cut_back("matter:1", 3)
    assert found(verify(connection, workers=1)) == ("missing", "matter:1", 5)


@pytest.mark.django_db
def test_whole_chain_rewritten_after_an_anchor() -> None:
    write(3, ["matter:1"])
    services.anchor(at=AT)
    with behind_the_triggers():
        Entry.objects.all().delete()
        Chain.objects.all().delete()
    services.append_many([draft("matter:1", number + 10) for number in range(3)])
    assert found(verify(connection, workers=1)) == ("altered", "matter:1", 3)


@pytest.mark.django_db
def test_whole_chain_deleted_after_an_anchor() -> None:
    write(3)
    services.anchor(at=AT)
    with behind_the_triggers():
        Entry.objects.filter(chain="matter:2").delete()
        Chain.objects.filter(name="matter:2").delete()
    assert found(verify(connection, workers=1)) == ("missing", "matter:2", 3)


@pytest.mark.django_db
def test_head_deleted() -> None:
    write(3)
    with behind_the_triggers():
        Chain.objects.filter(name="matter:2").delete()
    assert found(verify(connection, workers=1)) == ("altered", "matter:2", 3)


@pytest.mark.django_db
def test_reordered() -> None:
    write(5)
    swap = "UPDATE ledger_entry SET seq = CASE seq WHEN 2 THEN -2 ELSE 2 END WHERE chain = 'matter:1' AND seq IN (2, 3)"
    with behind_the_triggers(), connection.cursor() as cursor:
        cursor.execute(swap.replace("ELSE 2", "ELSE -3"))
    assert found(tamper("UPDATE ledger_entry SET seq = CASE seq WHEN -2 THEN 3 ELSE 2 END WHERE seq < 0")) == (
        "reordered", "matter:1", 2,
    )  # fmt: skip


@pytest.mark.django_db
def test_forged_anchor() -> None:
    write(3)
    made = services.anchor(at=AT)
    assert made is not None
    assert found(tamper("UPDATE ledger_anchor SET signature = decode(repeat('00', 64), 'hex')"))[0] == "anchor"
    assert found(tamper("UPDATE ledger_anchor SET heads = '{}'")) == ("anchor", "", made.number)


@pytest.mark.django_db(transaction=True)
def test_newest_anchor_deleted_and_the_tail_with_it() -> None:
    write(3)
    services.anchor(at=AT)
    services.append(draft("matter:1", 8))
    last = services.anchor(at=AT)
    assert last is not None and verify(connection).ok
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM ledger_anchor WHERE number = %s", [last.number])
        cursor.execute("DELETE FROM ledger_entry WHERE chain = 'matter:1' AND seq = 4")
        cursor.execute("SET session_replication_role = origin")
    previous = Entry.objects.get(chain="matter:1", seq=3)
    Chain.objects.filter(name="matter:1").update(length=3, head=bytes(previous.hash))
    assert found(verify(connection)) == ("anchor", "", last.number)


@pytest.mark.django_db(transaction=True)
def test_two_processes_see_what_one_sees(capsys: pytest.CaptureFixture[str]) -> None:
    write(20, [f"matter:{number}" for number in range(10)])
    report = verify(connection, workers=2)
    assert report.ok and (report.entries, report.chains) == (200, 10)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE ledger_entry SET reason = 'x' WHERE chain = 'matter:7' AND seq = 11")
        cursor.execute("SET session_replication_role = origin")
    assert found(verify(connection, workers=2)) == ("altered", "matter:7", 11)
    assert command.verify(Namespace(json=True, workers=2)) == 1
    assert json.loads(capsys.readouterr().out)["first_problem"]["chain"] == "matter:7"
    assert command.verify(Namespace(json=False, workers=2)) == 1
    assert "matter:7 的第 11 条被改动" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_one_process_reads_its_buckets(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write(2, ["a", "b", "c"])
    task = {"conninfo": _conninfo(connection), "snapshot": "", "buckets": 2, "mine": [0, 1]}
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(task)))
    stream.main()
    assert sum(bucket["entries"] for bucket in json.loads(capsys.readouterr().out)) == 6


@pytest.mark.django_db(transaction=True)
def test_a_process_that_fails_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstdesk.ledger.verify.json.dumps", lambda task: "{}")
    with pytest.raises(RuntimeError):
        verify(connection, workers=2)


@pytest.mark.django_db
def test_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    write(3)
    assert command.anchor(Namespace()) == 0
    assert "2 条链" in capsys.readouterr().out
    assert command.anchor(Namespace()) == 0
    assert command.verify(Namespace(json=False, workers=1)) == 0
    assert "与写入时一致" in capsys.readouterr().out


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=texts, reason=texts, values=st.dictionaries(texts, texts | st.integers() | st.none(), max_size=3),
       moment=st.datetimes(timezones=st.timezones() | st.none()), person=st.none() | st.integers(1, 2**60))  # fmt: skip
def test_what_is_hashed_is_what_postgresql_streams(name, reason, values, moment, person) -> None:  # type: ignore[no-untyped-def]
    """One definition: digest.payload gives, byte for byte, the columns as COPY writes them."""
    at = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not datetime(1902, 1, 1, tzinfo=UTC) < at < datetime(9000, 1, 1, tzinfo=UTC):
        at = AT
    by = services.Actor(person_id=person, name=name)
    entry = services.append(draft("any", at=at, reason=reason, by=by, before=values))
    query = f"SELECT {CONTENT} FROM ledger_entry WHERE id = {entry.pk}"
    with connection.cursor() as cursor, cursor.copy(COPY.format(query=query)) as rows:
        streamed = b"".join(bytes(row) for row in rows)
    assert streamed == digest.payload(services.hashed_columns(entry)) + b"\n"


@given(st.lists(texts, min_size=2, max_size=4), st.lists(texts, min_size=2, max_size=4))
def test_different_columns_never_give_the_same_bytes(one: list[str], other: list[str]) -> None:
    assert (digest.payload(one) == digest.payload(other)) == (one == other)
