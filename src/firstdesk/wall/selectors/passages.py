"""Gates: how often everything a clause requires was present, so that work went on. Counted from ledger entries of the
verbs behind the gates; a gate that stops work leaves no entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection

from firstdesk.obligations.timing import day_of
from firstdesk.rulebook import gates
from firstdesk.rulebook.book import Rulebook
from firstdesk.wall.selectors.counting import Cells, Key, Month
from firstdesk.wall.selectors.small import Cell

AFTER: Mapping[str, str] = {  # what the ledger says → the verb behind the gate; the rest is counted in `work.py`
    "matter.registered": "intake.register",
    "referral.offered": "dispatch.offer",
    "referral.accepted": "dispatch.accept",
    "referral.objected": "dispatch.object",
    "referral.answered": "dispatch.answer",
    "referral.confirmed": "dispatch.confirm",
    "turnout.ordered": "dispatch.order",
    "turnout.relieved": "dispatch.relieve",
    "service.started": "dispatch.start_service",
    "service.agent_named": "dispatch.name_agent",
    "matter.replied": "followup.reply",
    "matter.followed_up": "followup.call_back",
    "contact.tried": "followup.call_back",
    "matter.closed": "followup.close",
    "matter.reclassified": "triage.reclassify",
    "matter.marked_duplicate": "matters.mark_duplicate",
    "matter.withdrawn": "matters.withdraw",
    "matter.marked_invalid": "matters.mark_invalid",
    "compensation.explained": "complaints.excuse",
    "personal.disclosed": "directory.disclose",
    "mediation.accepted": "mediation.accept",
    "mediation.declined": "mediation.decline",
    "mediation.planned": "mediation.plan",
    "mediation.notified": "mediation.notify",
    "mediation.session_opened": "mediation.open_session",
    "mediation.rights_known": "mediation.act",
    "mediation.proposal_answered": "mediation.act",
    "mediation.read_over": "mediation.act",
    "mediation.signed": "mediation.act",
    "mediation.agreed": "mediation.agree",
    "mediation.agreed_orally": "mediation.agree",
    "mediation.effective": "mediation.make_effective",
    "mediation.failed": "mediation.fail",
    "mediation.closed": "mediation.close",
}
AGREED = {"mediation.agreed": "written", "mediation.agreed_orally": "oral"}  # which agreement the entry speaks of

# Entries of a month about matters, with the facts the gates ask for: of the case where mediation is spoken of, else of the
# matter as it is classified now.
_ENTRIES = """
FROM ledger_entry e
JOIN matters_matter m ON m.id = CASE WHEN e.chain LIKE 'matter:%%' THEN substr(e.chain, 8)::bigint END
LEFT JOIN LATERAL (SELECT grade, is_on_the_spot FROM mediation_case WHERE matter_id = m.id ORDER BY id DESC LIMIT 1) c
  ON e.verb LIKE 'mediation.%%'
LEFT JOIN LATERAL (SELECT verb FROM ledger_entry WHERE chain = e.chain AND seq < e.seq
  AND verb IN ('mediation.agreed', 'mediation.agreed_orally') ORDER BY seq DESC LIMIT 1) a ON e.verb = 'mediation.closed'
WHERE e.verb = ANY(%s) AND e.at >= %s AND e.at <= %s
"""
_FACTS = """m.centre_id, m.centre_kind, e.verb, m.channel, m.nature, split_part(m.topic, '.', 1), m.urgency,
coalesce(c.grade, m.grade), m.is_identified, c.is_on_the_spot, coalesce(a.verb, e.verb)"""
COUNTED = f"SELECT {_FACTS}, count(*), max(e.at) {_ENTRIES} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"
LISTED = f"SELECT {_FACTS}, m.id, e.at {_ENTRIES} AND m.centre_id = %s ORDER BY e.at DESC LIMIT 2000"


@dataclass(frozen=True, slots=True)
class Passed:
    """Ledger entries of one kind: centre, gates, number (or matter), newest moment."""

    centre: int
    gates: tuple[str, ...]
    what: int
    at: datetime


def counted(book: Rulebook, month: Month) -> Cells:
    """How often each gate was passed in a month, by centre."""
    found: dict[Key, Cell] = {}
    for each in _read(book, COUNTED, [list(AFTER), month.begins, month.ends]):
        fresh = Cell(each.what, 0, day_of(each.at))
        for gate in each.gates:
            found[each.centre, gate] = found.get((each.centre, gate), Cell()) + fresh
    return found


def listed(book: Rulebook, centre: int, gate: str, month: Month, most: int) -> list[tuple[int, datetime]]:
    """Matters that passed a gate in a month, newest first."""
    verb = book.gate(gate).verb
    names = [name for name, behind in AFTER.items() if behind == verb]
    rows = _read(book, LISTED, [names, month.begins, month.ends, centre])
    return list(islice(((each.what, each.at) for each in rows if gate in each.gates), most))


def _read(book: Rulebook, sql: str, values: list[Any]) -> Iterator[Passed]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for centre, kind, verb, *facts, what, at in cursor.fetchall():
            known = _facts(*facts)
            rules = book.by_verb.get((kind, AFTER[verb]), ())
            yield Passed(centre, tuple(gate.id for gate in rules if gates.asks(gate, known)), what, at)


def _facts(*values: object) -> dict[str, str]:
    channel, nature, topic, urgency, grade, is_identified, is_on_the_spot, agreement = values
    return {
        "channel": str(channel),
        "nature": str(nature) or "other",
        "topic": str(topic) or "other",
        "urgency": str(urgency),
        "grade": str(grade),
        "identified": "yes" if is_identified else "no",
        "on_the_spot": "yes" if is_on_the_spot else "no",
        "agreement": AGREED.get(str(agreement), ""),
    }
