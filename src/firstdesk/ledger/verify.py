"""Is the record as it was written? Names the first entry that was altered, is missing or stands elsewhere."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

from firstdesk.ledger import anchors, keys, stream
from firstdesk.ledger.diagnosis import Problem, diagnose
from firstdesk.ledger.stream import Break, Bucket
from firstdesk.rulebook.model import Text

CHAINS_PER_BUCKET = 250_000  # about 60 MB of heads in a process

Cursor = psycopg.Cursor[Any]


@dataclass(frozen=True)
class Report:
    """What was read, and the first problem; `entries` counts up to it."""

    ok: bool
    entries: int
    chains: int
    anchors: int
    first_problem: Problem | None
    public_key: str  # with which the anchors were checked; compare with the copy you keep elsewhere

    def to_json(self) -> dict[str, object]:
        """As `firstdesk ledger verify --json` prints it."""
        return asdict(self)


def verify(connection: BaseDatabaseWrapper, workers: int = 2) -> Report:
    """Read the whole ledger as of now. `workers` 1 reads in the caller's own transaction, in this process."""
    if workers <= 1:
        connection.ensure_connection()
        with connection.connection.cursor() as cursor:
            return _judge(
                cursor, [stream.check_bucket(cursor, each, n) for n in [_buckets(cursor, 1)] for each in range(n)]
            )
    conninfo = _conninfo(connection)
    with psycopg.connect(conninfo, autocommit=True) as own:
        stream.prepare(own)
        with own.cursor() as cursor:
            snapshot = cursor.execute("SELECT pg_export_snapshot()").fetchone()
            assert snapshot
            found = _in_processes(conninfo, snapshot[0], _buckets(cursor, workers), workers)
            return _judge(cursor, found)


def _buckets(cursor: Cursor, least: int) -> int:
    row = cursor.execute("SELECT count(*) FROM ledger_chain").fetchone()
    assert row
    return max(least, -(-int(row[0]) // CHAINS_PER_BUCKET))


def _in_processes(conninfo: str, snapshot: str, buckets: int, workers: int) -> list[Bucket]:
    tasks = [
        {"conninfo": conninfo, "snapshot": snapshot, "buckets": buckets, "mine": list(range(each, buckets, workers))}
        for each in range(workers)
    ]
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(_process(json.dumps(task))) for task in tasks]
        return [bucket for process in running for bucket in _results(process)]


@contextlib.contextmanager
def _process(task: str) -> Iterator["subprocess.Popen[str]"]:
    source = str(Path(__file__).resolve().parents[2])
    command = [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {source!r}); from firstdesk.ledger.stream import main; main()",
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdin
            process.stdin.write(task)
            process.stdin.close()
            yield process
        finally:
            process.kill()


def _results(process: "subprocess.Popen[str]") -> list[Bucket]:
    assert process.stdout
    text = process.stdout.read()
    if process.wait():
        raise RuntimeError("a process of the verification failed; its message stands above")
    return [
        Bucket(each["entries"], each["chains"], Break(**each["broken"]) if each["broken"] else None)
        for each in json.loads(text)
    ]


def _judge(cursor: Cursor, buckets: Sequence[Bucket]) -> Report:
    breaks = sorted(
        (b.broken for b in buckets if b.broken), key=lambda each: (each.entry_id or sys.maxsize, each.chain)
    )
    count, anchor_problem, key = _check_anchors(cursor)
    problem = diagnose(cursor, breaks[0]) if breaks else anchor_problem
    return Report(
        ok=problem is None,
        entries=sum(bucket.entries for bucket in buckets),
        chains=sum(bucket.chains for bucket in buckets),
        anchors=count,
        first_problem=problem,
        public_key=key,
    )


def _check_anchors(cursor: Cursor) -> tuple[int, Problem | None, str]:
    """Every anchor follows on the one before, is signed, and every head it names is still there."""
    key = keys.public_key(settings.DATA_DIR)
    rows = cursor.execute(
        "SELECT number, at, heads::text, upto_entry, prev_hash, hash, signature FROM ledger_anchor ORDER BY number"
    ).fetchall()
    before = bytes(32)
    for number, at, heads, upto, prev, own, signature in rows:
        content = anchors.link(bytes(prev), at, json.loads(heads), upto)
        if bytes(prev) != before or content != bytes(own):
            return (
                len(rows),
                _anchor_problem(number, "被改动，或它前面的一个不见了", "was altered, or the one before it is gone"),
                "",
            )
        if key is None or not keys.is_signed(key, bytes(signature), content):
            return len(rows), _anchor_problem(number, "签名与公钥不符", "is not signed by this installation's key"), ""
        before = bytes(own)
    hexed = key.public_bytes_raw().hex() if key else ""
    return len(rows), _forgotten(rows) or _lost_head(cursor), hexed


def _forgotten(rows: Sequence[Any]) -> Problem | None:
    """The last anchor noted outside the database must still be in it."""
    noted = anchors.noted(settings.DATA_DIR)
    if noted is None or noted in {(number, bytes(own).hex()) for number, _at, _heads, _upto, _prev, own, _sig in rows}:
        return None
    return _anchor_problem(noted[0], "不见了，数据目录中记有它", "is missing; the data directory has a note of it")


def _anchor_problem(number: int, zh: str, en: str) -> Problem:
    return Problem("anchor", "", number, None, Text(f"第 {number} 号锚{zh}。", f"Anchor {number} {en}."))


def _lost_head(cursor: Cursor) -> Problem | None:
    """The first head that an anchor vouches for and the entries no longer bear out."""
    row = cursor.execute(
        "SELECT a.number, h.key, (h.value->>0)::bigint, e.id FROM ledger_anchor a"
        " CROSS JOIN LATERAL jsonb_each(a.heads) h"
        " LEFT JOIN ledger_entry e ON e.chain = h.key AND e.seq = (h.value->>0)::bigint"
        " WHERE e.id IS NULL OR encode(e.hash, 'hex') <> h.value->>1 ORDER BY a.number, e.id, h.key LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    number, chain, seq, pk = row
    if pk is None:
        zh, en = "不见了", "is missing"
    else:
        zh, en = "被重写过", "was rewritten"
    return Problem(
        "missing" if pk is None else "altered",
        chain,
        seq,
        pk,
        Text(
            f"链 {chain} 的第 {seq} 条{zh}：第 {number} 号锚证明它曾是另一个样子。",
            f"Entry {seq} of chain {chain} {en}: anchor {number} proves that it once stood otherwise.",
        ),
    )


def _conninfo(connection: BaseDatabaseWrapper) -> str:
    given = connection.settings_dict
    options = {name: value for name, value in given["OPTIONS"].items() if isinstance(value, str)}
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo(**{key: str(given[name]) for key, name in names.items() if given[name]}, **options)
