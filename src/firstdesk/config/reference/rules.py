"""Every rule with its figure and its clauses, and every clause with its status."""

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.coverage import carriers, coverage, status
from firstdesk.rulebook.model import Rule


def rules_page(book: Rulebook) -> str:
    """All rules, by kind."""
    parts = ["# Rules", "", f"Rulebook in force from {book.in_force_from}.", ""]
    kinds: dict[str, list[Rule]] = {}
    for rule in book.rules.values():
        kinds.setdefault(type(rule).__name__, []).append(rule)
    for kind in sorted(kinds):
        parts += [f"## {kind}", "", "| rule | what | clauses |", "|---|---|---|"]
        parts += [
            f"| `{rule.id}` | {rule.title.zh} · {rule.title.en} | {', '.join(rule.clauses)} |"
            for rule in sorted(kinds[kind], key=lambda each: each.id)
        ]
        parts.append("")
    return "\n".join(parts)


def clauses_page(book: Rulebook) -> str:
    """All clauses with their status and carriers, and the counts."""
    counts = coverage(book).total
    parts = [
        "# Clauses", "",
        f"{counts.clauses} clauses: {counts.carried} carried, {counts.planned} planned, {counts.checklist} on checklists, "
        f"{counts.excluded} never built.", "",
    ]  # fmt: skip
    carried_by = carriers(book)
    for regulation in book.regulations.values():
        parts += [
            f"## {regulation.title.zh} · {regulation.title.en}",
            "",
            "| clause | what | status | carried by |",
            "|---|---|---|---|",
        ]
        parts += [
            f"| {clause.id} | {clause.text.zh} | {status(clause, carried_by)} | {', '.join(f'`{r}`' for r in carried_by.get(clause.id, ()))} |"
            for clause in (book.clauses[key] for key in regulation.clauses)
        ]
        parts.append("")
    return "\n".join(parts)
