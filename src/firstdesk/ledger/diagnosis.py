"""From a broken link to what was done: altered, missing or reordered."""

from dataclasses import dataclass
from typing import Any, Literal

import psycopg

from firstdesk.ledger.stream import Break
from firstdesk.rulebook.model import Text

Kind = Literal["altered", "missing", "reordered", "anchor"]


@dataclass(frozen=True)
class Problem:
    """The first thing that is not as it was written. For an anchor, `seq` is its number."""

    kind: Kind
    chain: str
    seq: int
    entry_id: int | None
    sentence: Text


def diagnose(cursor: "psycopg.Cursor[Any]", broken: Break) -> Problem:
    """Say of a break which entry it is about, and what happened to it."""
    if broken.is_head:
        return _end(broken)
    if broken.seq != broken.expected:
        return _place(cursor, broken)
    if not broken.is_itself or _is_confirmed(cursor, broken) is False:
        return _altered(broken.chain, broken.seq, broken.entry_id)
    return _altered(broken.chain, max(broken.seq - 1, 1), None)


def _end(broken: Break) -> Problem:
    chain, last, length = broken.chain, broken.seq, broken.expected
    if length > last:
        return Problem(
            "missing",
            chain,
            last + 1,
            None,
            Text(
                f"链 {chain} 的第 {last + 1} 条不见了：链上应有 {length} 条，只有 {last} 条。",
                f"Entry {last + 1} of chain {chain} is missing: the chain should have {length}, it has {last}.",
            ),
        )
    return Problem(
        "altered",
        chain,
        last,
        None,
        Text(
            f"链 {chain} 的链头被改动：它与第 {last} 条不符。",
            f"The head of chain {chain} was altered: it does not match entry {last}.",
        ),
    )


def _place(cursor: "psycopg.Cursor[Any]", broken: Break) -> Problem:
    chain, expected, found = broken.chain, broken.expected, broken.seq
    row = cursor.execute("SELECT id FROM ledger_entry WHERE chain = %s AND seq = %s", [chain, expected]).fetchone()
    if row:
        return Problem(
            "reordered",
            chain,
            expected,
            broken.entry_id,
            Text(
                f"链 {chain} 的顺序被改动：应是第 {expected} 条的位置上是第 {found} 条。",
                f"Chain {chain} was reordered: entry {found} stands where entry {expected} belongs.",
            ),
        )
    return Problem(
        "missing",
        chain,
        expected,
        None,
        Text(
            f"链 {chain} 的第 {expected} 条不见了：接着的是第 {found} 条。",
            f"Entry {expected} of chain {chain} is missing: what follows is entry {found}.",
        ),
    )


def _altered(chain: str, seq: int, entry_id: int | None) -> Problem:
    return Problem(
        "altered",
        chain,
        seq,
        entry_id,
        Text(
            f"链 {chain} 的第 {seq} 条被改动：内容与它的哈希不符。",
            f"Entry {seq} of chain {chain} was altered: its content does not match its hash.",
        ),
    )


def _is_confirmed(cursor: "psycopg.Cursor[Any]", broken: Break) -> bool | None:
    """Whether what follows confirms the entry's hash; then it is the one before that was rewritten."""
    row = cursor.execute(
        "SELECT coalesce(n.prev_hash, c.head) = e.hash FROM ledger_entry e"
        " LEFT JOIN ledger_entry n ON n.chain = e.chain AND n.seq = e.seq + 1"
        " LEFT JOIN ledger_chain c ON c.name = e.chain AND c.length = e.seq"
        " WHERE e.id = %s",
        [broken.entry_id],
    ).fetchone()
    return bool(row[0]) if row and row[0] is not None else None
