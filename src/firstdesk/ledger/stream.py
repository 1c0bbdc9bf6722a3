"""Checks entries as they stream out of the database. Without Django, so that it can run in processes of its own.

Every line is hashed as it arrives (see `digest.payload`); chains are dealt out to buckets so that the heads held in
memory stay few however large the ledger is.
"""

import json
import sys
from binascii import unhexlify
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import psycopg

from firstdesk.ledger.columns import HASHED, SEALED
from firstdesk.ledger.digest import GENESIS, SEPARATOR

SEP = SEPARATOR.encode()
START = GENESIS.hex().encode()
COPY = "COPY ({query}) TO STDOUT (DELIMITER E'\\x1f', NULL '')"
CONTENT = ", ".join(SEALED if name == "reason" else name for name in HASHED)
ENTRIES = f"SELECT {CONTENT}, encode(prev_hash, 'hex'), encode(hash, 'hex'), id FROM ledger_entry"
IN_BUCKET = "(hashtext({name}) & 2147483647) % {buckets} = {bucket}"
FORMS = ("timezone = 'UTC'", "datestyle = 'ISO'", "client_encoding = 'UTF8'")
# The entries lie in the order of their ids: walk along that index, do not sort what is sorted.
PLAN = ("enable_sort = off", "max_parallel_workers_per_gather = 0")
Heads = dict[bytes, tuple[int, bytes]]  # chain → seq and hash of the last entry seen


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold. `entry_id` 0: seen only when the chain had ended."""

    chain: str
    seq: int  # as found; for an end that is missing, the one expected
    expected: int
    entry_id: int
    is_itself: bool  # the entry's own hash fits its content
    is_head: bool = False  # the chain's end does not match its head


@dataclass(frozen=True)
class Bucket:
    """What was read of one bucket; reading ends at the first break."""

    entries: int
    chains: int
    broken: Break | None


def check_bucket(cursor: "psycopg.Cursor[Any]", bucket: int, buckets: int) -> Bucket:
    """Read every entry of the bucket's chains in the order they were written."""
    heads: Heads = {}
    count = 0
    broken: Break | None = None
    where = IN_BUCKET.format(name="chain", bucket=bucket, buckets=buckets)
    with cursor.copy(COPY.format(query=f"{ENTRIES} WHERE {where} ORDER BY id").encode()) as rows:
        for row in rows:
            if broken:
                continue  # a stream cannot be left half read
            content, before, own, pk = bytes(row).rsplit(SEP, 3)
            chain, seq, _rest = content.split(SEP, 2)
            number = int(seq)
            last, head = heads.get(chain, (0, START))
            is_itself = sha256(unhexlify(before) + content).hexdigest().encode() == own
            if is_itself and number == last + 1 and before == head:
                heads[chain] = (number, own)
                count += 1
            else:
                broken = Break(chain.decode(errors="replace"), number, last + 1, int(pk), is_itself)
    return Bucket(count, len(heads), broken or _check_ends(cursor, heads, bucket, buckets))


def _check_ends(cursor: "psycopg.Cursor[Any]", heads: Heads, bucket: int, buckets: int) -> Break | None:
    """The end of each chain must be the one its row says."""
    where = IN_BUCKET.format(name="name", bucket=bucket, buckets=buckets)
    query = f"SELECT name, length, encode(head, 'hex') FROM ledger_chain WHERE {where} ORDER BY name"
    found: Break | None = None
    with cursor.copy(COPY.format(query=query).encode()) as rows:
        for row in rows:
            name, length, head = bytes(row).rstrip(b"\n").rsplit(SEP, 2)
            last, own = heads.pop(name, (0, START))
            if found is None and (last, own) != (int(length), head):
                found = Break(name.decode(errors="replace"), last, int(length), 0, True, is_head=True)
    if found is None and heads:
        name = min(heads)
        found = Break(name.decode(errors="replace"), heads[name][0], 0, 0, True, is_head=True)
    return found


def prepare(connection: "psycopg.Connection[Any]", snapshot: str = "") -> None:
    """Begin reading one unchanging state, shown in the forms that are hashed."""
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    if snapshot:
        connection.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'".encode())
    for setting in (*FORMS, *PLAN):
        connection.execute(f"SET LOCAL {setting}".encode())


def main() -> None:
    """One process of a verification: its task on standard input, its findings on standard output, both JSON."""
    task = json.load(sys.stdin)
    with psycopg.connect(task["conninfo"], autocommit=True) as connection:
        prepare(connection, task["snapshot"])
        with connection.cursor() as cursor:
            found = [asdict(check_bucket(cursor, bucket, task["buckets"])) for bucket in task["mine"]]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
