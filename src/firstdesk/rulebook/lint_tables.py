"""Proves that a decision table answers every combination of the declared facts exactly once.

Values that no row tells apart form one class; a walk over the classes carries the set of rows still in play as bits. It
stops as soon as the first row in play asks for nothing more, and never walks the same rest twice, so the proof covers
millions of combinations in milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.findings import ERROR, NOTE, Finding, finding
from firstdesk.rulebook.model import RouteTable, Text, When
from firstdesk.rulebook.partition import Domain, classes


@dataclass(frozen=True, slots=True)
class Proof:
    """How many combinations there are, how many each row answers first, how many nobody answers, and one of those."""

    total: int
    reached: Mapping[str, int]
    gaps: int
    gap: Mapping[str, str]

    @property
    def holds(self) -> bool:
        return self.gaps == 0 and sum(self.reached.values()) == self.total


def domain_of(table: RouteTable, rulebook: Rulebook, within: When | None = None) -> Domain:
    """The declared values of the table's facts, or those of them allowed by a condition."""
    return {
        name: tuple(v for v in rulebook.facts[name].values if not within or name not in within or v in within[name])
        for name in table.facts
    }


def prove(table: RouteTable, domain: Domain) -> Proof:
    walk = _Walk(table, domain)
    everything = (1 << len(table.rows)) - 1
    counts = walk.count(0, everything)
    reached = {row.id: counts[1 << index] for index, row in enumerate(table.rows)}
    gap = walk.gap(0, everything) if counts[0] else {}
    return Proof(walk.rest[0], reached, counts[0], gap or {})


class _Walk:
    def __init__(self, table: RouteTable, domain: Domain) -> None:
        self.names = table.facts
        conditions = [row.when for row in table.rows]
        self.classes = [classes(conditions, name, domain[name]) for name in self.names]
        sizes = [len(domain[name]) for name in self.names]
        self.rest = [prod(sizes[depth:]) for depth in range(len(sizes) + 1)]
        self.content = [
            sum(1 << i for i, row in enumerate(table.rows) if not row.when.keys() & set(self.names[depth:]))
            for depth in range(len(sizes) + 1)
        ]  # the rows that ask for nothing more at each depth
        self._known: dict[tuple[int, int], Counter[int]] = {}

    def count(self, depth: int, rows: int) -> Counter[int]:
        """Combinations of the remaining facts by the bit of the row that answers first; 0 = nobody."""
        first = rows & -rows
        if not rows or first & self.content[depth]:
            return Counter({first: self.rest[depth]})
        key = depth, rows
        if key not in self._known:
            total: Counter[int] = Counter()
            for mask, values in self.classes[depth].items():
                for row, n in self.count(depth + 1, rows & mask).items():
                    total[row] += n * len(values)
            self._known[key] = total
        return self._known[key]

    def gap(self, depth: int, rows: int) -> dict[str, str] | None:
        """One combination nobody answers."""
        if not rows:
            return {}
        if rows & -rows & self.content[depth] or not self.count(depth, rows)[0]:
            return None
        for mask, values in self.classes[depth].items():
            found = self.gap(depth + 1, rows & mask)
            if found is not None:
                return {self.names[depth]: values[0], **found}
        return None  # pragma: no cover - the count has just said that there is one


def check_tables(rulebook: Rulebook) -> Iterator[Finding]:
    for rule in rulebook.rules.values():
        if isinstance(rule, RouteTable):
            yield from check_table(rule, rulebook)
    for (kind, name), tables in rulebook.by_table.items():
        if len(tables) > 1:
            ids = ", ".join(table.id for table in tables)
            yield finding(
                "several_tables",
                ERROR,
                rulebook.centres[kind].place,
                Text(
                    f"{kind} 采用了几张 {name} 决策表({ids});只能采用一张",
                    f"{kind} adopts several {name} tables ({ids}); it may adopt one",
                ),
            )


def check_table(table: RouteTable, rulebook: Rulebook) -> Iterator[Finding]:
    proof = prove(table, domain_of(table, rulebook))
    if proof.gaps:
        example = ", ".join(f"{name}={value}" for name, value in proof.gap.items())
        yield finding(
            "gap",
            ERROR,
            table.place,
            Text(
                f"决策表 {table.id} 有 {proof.gaps} 种情形没有行适用,例如 {example};请补一行,或在末尾加不带条件的行",
                f"{proof.gaps} combinations of {table.id} fit no row, such as {example}; add a row, or a last one without"
                " conditions",
            ),
        )
    for row in table.rows:
        if not proof.reached[row.id]:
            yield finding(
                "unreachable_row",
                ERROR,
                row.place,
                Text(
                    f"决策表 {table.id} 的行 {row.id} 永远轮不到:前面的行已覆盖它的全部情形;请前移、收窄前面的行或删去",
                    f"row {row.id} of {table.id} can never be reached, earlier rows cover it; move it up, narrow those"
                    " or delete it",
                ),
            )
    yield from _forbidden(table, rulebook)
    if proof.holds:
        yield finding(
            "proved",
            NOTE,
            table.place,
            Text(
                f"决策表 {table.id}:{proof.total} 种情形,每种恰有一行首先适用({len(table.rows)} 行)",
                f"{table.id}: each of {proof.total} combinations has exactly one first row ({len(table.rows)} rows)",
            ),
        )


def _forbidden(table: RouteTable, rulebook: Rulebook) -> Iterator[Finding]:
    """Outcomes the table itself says must never come of some facts."""
    for never in table.never:
        reached = prove(table, domain_of(table, rulebook, never.when)).reached
        for row in table.rows:
            if reached[row.id] and all(row.then.get(name) == value for name, value in never.then.items()):
                facts = ", ".join(f"{name}={'|'.join(sorted(values))}" for name, values in never.when.items())
                outcome = ", ".join(f"{name}={value}" for name, value in never.then.items())
                yield finding(
                    "forbidden_outcome",
                    ERROR,
                    row.place,
                    Text(
                        f"决策表 {table.id} 的行 {row.id} 在 {facts} 时得出 {outcome},而 never 禁止这样;请在它之前加一行",
                        f"row {row.id} of {table.id} answers {outcome} for {facts}, which its never forbids; put a row before it",
                    ),
                )
