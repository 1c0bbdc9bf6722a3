"""Terms of proposals and agreements as plain data: who owes whom what, until when."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from firstdesk.common.money import FEN, MOST, yuan
from firstdesk.common.refusals import Detail, Refusal, at_field

KINDS = ("pay", "do", "refrain", "apologise")
MANY = 60  # instalments of one term, terms of one agreement


@dataclass(frozen=True)
class Part:
    """One instalment or performance: its last day and, for payments, its amount (fen)."""

    due_on: date
    amount: int | None = None


@dataclass(frozen=True)
class Clause:
    """One term: debtor and creditor by party number and, for payments, the whole amount (fen)."""

    kind: str
    debtor: int
    creditor: int
    what: str
    parts: tuple[Part, ...]
    amount: int | None = None
    manner: str = ""
    place: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the instalments add up to the amount exactly."""
        return self.kind != "pay" or sum(part.amount or 0 for part in self.parts) == self.amount


def dump(clauses: Sequence[Clause]) -> str:
    """The stored form: JSON with ISO dates."""
    return json.dumps([asdict(clause) for clause in clauses], ensure_ascii=False, default=str, sort_keys=True)


def load(text: str) -> tuple[Clause, ...]:
    """Read the stored form; "" gives no terms."""
    return tuple(_clause(row) for row in json.loads(text)) if text else ()


def _clause(row: Mapping[str, Any]) -> Clause:
    parts = tuple(Part(date.fromisoformat(str(part["due_on"])), part["amount"]) for part in row["parts"])
    return Clause(**{**row, "parts": parts})


def check(clauses: Sequence[Clause], *, parties: Collection[int], today: date) -> None:
    """Raises Refusal listing every fault: wrong sums, past days, a party owing itself."""
    if not clauses or len(clauses) > MANY:
        raise Refusal(_("An agreement has at least one term, and at most %(most)s.") % {"most": MANY})
    details = [detail for no, clause in enumerate(clauses, 1) for detail in _faults(no, clause, parties, today)]
    if details:
        raise Refusal(_("The terms are not right yet. Nothing you typed is lost."), details=details)


def _faults(no: int, clause: Clause, parties: Collection[int], today: date) -> list[Detail]:
    said = []
    if clause.kind not in KINDS or not clause.what.strip():
        said.append(_("Term %(no)s: say what is to be done."))
    if clause.debtor == clause.creditor or not {clause.debtor, clause.creditor} <= set(parties):
        said.append(_("Term %(no)s: say who owes it to whom; both are parties of this case, and not the same."))
    if not clause.parts or len(clause.parts) > MANY:
        said.append(_("Term %(no)s: say by which day."))
    if any(part.due_on < today for part in clause.parts):
        said.append(_("Term %(no)s: a day that is past cannot be promised."))
    if [part.due_on for part in clause.parts] != sorted(part.due_on for part in clause.parts):
        said.append(_("Term %(no)s: the instalments follow each other in time."))
    return [Detail(f"terms-{no}", text % {"no": no}) for text in [*said, *_sums(clause)]]


def _sums(clause: Clause) -> list[str]:
    if clause.kind != "pay":
        return [_("Term %(no)s: only a payment has an amount.")] if clause.amount is not None else []
    if clause.amount is None or not 0 < clause.amount < MOST or any((part.amount or 0) <= 0 for part in clause.parts):
        return [_("Term %(no)s: give the amount, and the amount of each instalment, above zero.")]
    if not clause.is_whole:
        total = sum(part.amount or 0 for part in clause.parts)
        words = _("Term %(no)s: the instalments come to CNY {total}, the amount is CNY {amount}. Change one of them.")
        return [words.format(total=yuan(total), amount=yuan(clause.amount))]
    return []


def day(text: str) -> date:
    """A day as typed. Raises Refusal for one the calendar lacks, such as 31 February."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise at_field(
            "due_on", _("There is no such day: %(day)s. Enter another one.") % {"day": text.strip()}
        ) from error


def evenly(amount: int, first: date, months: int) -> tuple[Part, ...]:
    """Split an amount (fen) into equal monthly instalments; the last takes the remainder. A day that a month lacks
    becomes its last day."""
    share = amount // months // FEN * FEN or amount // months
    parts = [Part(_later(first, number), share) for number in range(months - 1)]
    return (*parts, Part(_later(first, months - 1), amount - share * (months - 1)))


def _later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for last in range(start.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(start.day, 28))


@dataclass(frozen=True)
class Difference:
    """One difference between a proposal and the agreement made from it."""

    no: int
    field: str  # "" : the whole term is new or gone
    proposed: str
    agreed: str


def differences(proposed: Sequence[Clause], agreed: Sequence[Clause]) -> list[Difference]:
    """Differences, term by term and field by field."""
    found = []
    for no in range(1, max(len(proposed), len(agreed)) + 1):
        before = asdict(proposed[no - 1]) if no <= len(proposed) else None
        after = asdict(agreed[no - 1]) if no <= len(agreed) else None
        if before is None or after is None:
            found.append(Difference(no, "", (before or {}).get("what", ""), (after or {}).get("what", "")))
            continue
        found += [Difference(no, key, str(before[key]), str(after[key])) for key in before if before[key] != after[key]]
    return found
