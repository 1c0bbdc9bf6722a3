"""Printed sheets of a regulation, and whether a sheet is still current."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache

from firstdesk.common.language import words
from firstdesk.directory.models import Unit
from firstdesk.regulations import selectors as regulations
from firstdesk.regulations.models import RulebookVersion
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import Clause, Regulation
from firstdesk.wall.selectors.lines import Line, groups

LENGTH = 8  # signs of the version and of the content each, in the address of a sheet


@dataclass(frozen=True)
class Sheet:
    """What a sheet says around its clauses."""

    centre: Unit
    regulation: Regulation
    version: str
    mark: str


def sheet(book: Rulebook, centre: Unit, regulation: Regulation) -> Sheet:
    """A sheet of the rules in force."""
    return Sheet(centre, regulation, book.version, mark(book.version, regulation.code))


def mark(version: str, regulation: str) -> str:
    """«version-content»: the same content has the same second half, whichever version it stands in."""
    return f"{version[:LENGTH]}-{_content(version, regulation)[:LENGTH]}"


@lru_cache(maxsize=64)  # content-addressed
def _content(version: str, regulation: str) -> str:
    """The hash of a sheet's content."""
    book = regulations.version(version)
    head = book.regulations[regulation]
    said = [_said(line) for group in groups(version, regulation) for line in group.lines]
    whole = [head.title.zh, head.number, str(head.in_force.first), said]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def _said(line: Line) -> list[object]:
    clause = line.clause
    titles = [carrier.rule.title.zh for carrier in line.carriers]
    return [clause.id, clause.text.zh, clause.text.en, line.status, titles, sorted(clause.notes.items())]


def lines(line: Line) -> dict[str, str]:
    """One clause as it is printed."""
    how = "；".join(words(carrier.rule.title) for carrier in line.carriers)
    return {
        "id": line.clause.id,
        "text": words(line.clause.text),
        "status": line.status,
        "how": how,
        "why": line.why,
        "instead": line.instead,
        "owner": line.owner,
    }


@dataclass(frozen=True)
class Verdict:
    """The verdict on a printed sheet."""

    regulation: Regulation
    is_known: bool  # its version was in force here
    is_current: bool
    changed: tuple[Clause, ...] = ()  # clauses that read or are carried otherwise now
    gone: tuple[Clause, ...] = ()


def judge(book: Rulebook, regulation: Regulation, printed: str) -> Verdict:
    """Whether the sheet with this mark is current, and what differs."""
    version, _dash, content = printed.partition("-")
    found = RulebookVersion.objects.filter(version__startswith=version) if len(version) == LENGTH else None
    old = found.values_list("version", flat=True).first() if found is not None else None
    if old is None:
        return Verdict(regulation, is_known=False, is_current=False)
    if content == mark(book.version, regulation.code).partition("-")[2]:
        return Verdict(regulation, is_known=True, is_current=True)
    if regulation.code not in regulations.version(old).regulations:
        return Verdict(regulation, is_known=False, is_current=False)
    before, now = _by_clause(old, regulation.code), _by_clause(book.version, regulation.code)
    changed = tuple(line.clause for key, line in now.items() if key not in before or _said(before[key]) != _said(line))
    gone = tuple(line.clause for key, line in before.items() if key not in now)
    return Verdict(regulation, is_known=True, is_current=False, changed=changed, gone=gone)


def _by_clause(version: str, regulation: str) -> dict[str, Line]:
    return {line.clause.id: line for group in groups(version, regulation) for line in group.lines}
