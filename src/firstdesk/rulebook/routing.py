"""Decision tables: facts -> the first row that fits, with the trace of why."""

from __future__ import annotations

from firstdesk.rulebook.matching import misfit
from firstdesk.rulebook.model import Facts, RouteTable, Text
from firstdesk.rulebook.verdicts import Miss, RouteVerdict


class MissingFact(LookupError):
    """The table asks for a fact that was not given."""

    def __init__(self, rule_id: str, names: tuple[str, ...]) -> None:
        joined = ", ".join(names)
        self.text = Text(
            f"决策表 {rule_id} 还需要这些事实:{joined};请补齐后再判断",
            f"the decision table {rule_id} needs these facts as well: {joined}; give them and decide again",
        )
        super().__init__(self.text.en)


class NoRow(LookupError):
    """No row fits: a fact has a value that was never declared, or the table was not linted."""

    def __init__(self, rule_id: str, facts: Facts) -> None:
        given = ", ".join(f"{name}={value}" for name, value in sorted(facts.items()))
        self.text = Text(
            f"决策表 {rule_id} 没有一行适用于 {given};请核对事实取值是否在 facts.yaml 中,并运行 firstdesk rules lint",
            f"no row of the decision table {rule_id} fits {given}; check the values against facts.yaml and run"
            " firstdesk rules lint",
        )
        super().__init__(self.text.en)


def decide(table: RouteTable, facts: Facts) -> RouteVerdict:
    """Raises MissingFact and NoRow; facts the table does not ask for are ignored."""
    lacking = tuple(name for name in table.facts if name not in facts)
    if lacking:
        raise MissingFact(table.id, lacking)
    asked = {name: facts[name] for name in table.facts}
    trace: list[Miss] = []
    for row in table.rows:
        miss = misfit(row.when, asked)
        if miss is None:
            return RouteVerdict(
                rule_id=table.id,
                version=table.version,
                table=table.table,
                row_id=row.id,
                then=row.then,
                clauses=row.clauses or table.clauses,
                because=row.because,
                facts=asked,
                matched={name: asked[name] for name in row.when},
                trace=tuple(trace),
            )
        trace.append(Miss(row.id, miss, asked[miss]))
    raise NoRow(table.id, asked)
