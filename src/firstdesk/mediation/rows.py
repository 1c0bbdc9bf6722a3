"""Rows of the terms editor: kept exactly as typed until they are valid, so a refusal loses nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from firstdesk.common.money import FEN, fen
from firstdesk.common.refusals import Detail, Refusal
from firstdesk.mediation import terms
from firstdesk.mediation.terms import MANY, Clause, Part

FIELDS = ("kind", "debtor", "creditor", "what", "amount", "manner", "place", "first", "months")
PAY = "pay"


@dataclass(frozen=True)
class PartRow:
    """One instalment or performance as typed: its day and, for payments, its amount in yuan."""

    on: str = ""
    amount: str = ""


@dataclass(frozen=True)
class TermRow:
    """One term as typed. `first` and `months` are for equal instalments."""

    kind: str = PAY
    debtor: str = ""
    creditor: str = ""
    what: str = ""
    amount: str = ""
    manner: str = ""
    place: str = ""
    first: str = ""
    months: str = ""
    parts: tuple[PartRow, ...] = field(default=(PartRow(),))

    @property
    def is_blank(self) -> bool:
        """Nothing was typed into it."""
        typed = (self.what, self.amount, self.manner, self.place, *(part.on + part.amount for part in self.parts))
        return not any(text.strip() for text in typed)


def read(sent: Mapping[str, str]) -> list[TermRow]:
    """The rows a page sent back; fields are named t1-kind, t1-p1-on and so on."""
    rows = []
    for no in range(1, _count(sent.get("terms", "")) + 1):
        values = {name: str(sent.get(f"t{no}-{name}", "")) for name in FIELDS}
        parts = tuple(
            PartRow(str(sent.get(f"t{no}-p{at}-on", "")), str(sent.get(f"t{no}-p{at}-amount", "")))
            for at in range(1, _count(sent.get(f"t{no}-parts", "")) + 1)
        )
        rows.append(TermRow(**values, parts=parts or (PartRow(),)))
    return rows or [TermRow()]


def _count(text: str) -> int:
    return min(int(text), MANY) if text.isdecimal() and len(text) < 4 else 0


def typed(clauses: Sequence[Clause]) -> list[TermRow]:
    """Stored terms as editable rows."""
    return [
        TermRow(
            clause.kind, str(clause.debtor), str(clause.creditor), clause.what, _yuan(clause.amount), clause.manner,
            clause.place, parts=tuple(PartRow(part.due_on.isoformat(), _yuan(part.amount)) for part in clause.parts),
        )
        for clause in clauses
    ] or [TermRow()]  # fmt: skip


def _yuan(amount: int | None) -> str:
    return "" if amount is None else f"{Decimal(amount) / FEN:.2f}"


def changed(rows: Sequence[TermRow], order: str) -> list[TermRow]:
    """The rows after an editor button was pressed: add_term, drop_term-2, add_part-2, drop_part-2-1, spread-2. Raises
    Refusal for any other order."""
    verb, *numbers = order.split("-")
    made, at = list(rows), [int(number) - 1 for number in numbers if number.isdecimal()]
    if verb == "add_term" and len(made) < MANY:
        made.append(TermRow())
    elif verb == "drop_term" and _has(made, at):
        del made[at[0]]
    elif verb == "add_part" and _has(made, at) and len(made[at[0]].parts) < MANY:
        made[at[0]] = replace(made[at[0]], parts=(*made[at[0]].parts, PartRow()))
    elif verb == "drop_part" and _has(made, at) and len(at) == 2:
        parts = [part for index, part in enumerate(made[at[0]].parts) if index != at[1]]
        made[at[0]] = replace(made[at[0]], parts=tuple(parts) or (PartRow(),))
    elif verb == "spread" and _has(made, at):
        made[at[0]] = _spread(at[0] + 1, made[at[0]])
    return made or [TermRow()]


def _has(rows: Sequence[TermRow], at: Sequence[int]) -> bool:
    return bool(at) and 0 <= at[0] < len(rows)


def _spread(no: int, row: TermRow) -> TermRow:
    """Replace the row's instalments by equal monthly ones."""
    faults: list[Detail] = []
    amount, first = _money(no, row.amount, faults), _day(no, row.first, faults)
    months = int(row.months) if row.months.isdecimal() and len(row.months) < 4 else 0
    if not 0 < months <= MANY or (amount is not None and amount < months):
        why = _("Term %(no)s: say in how many instalments, 1 to %(most)s.") % {"no": no, "most": MANY}
        faults.append(Detail(f"terms-{no}", why))
    if faults or amount is None or first is None:
        raise Refusal(_("The terms are not right yet. Nothing you typed is lost."), details=faults)
    parts = terms.evenly(amount, first, months)
    return replace(row, parts=tuple(PartRow(part.due_on.isoformat(), _yuan(part.amount)) for part in parts))


def clauses(rows: Sequence[TermRow]) -> tuple[Clause, ...]:
    """The rows as terms. Raises Refusal listing every field that cannot be read."""
    faults: list[Detail] = []
    made = [_clause(no, row, faults) for no, row in enumerate(rows, 1) if not row.is_blank]
    if faults:
        raise Refusal(_("The terms are not right yet. Nothing you typed is lost."), details=faults)
    return tuple(made)


def _clause(no: int, row: TermRow, faults: list[Detail]) -> Clause:
    is_money = row.kind == PAY
    amount = _money(no, row.amount, faults) if is_money else None
    single = is_money and len(row.parts) == 1 and not row.parts[0].amount.strip()
    parts = []
    for part in row.parts:
        due = _day(no, part.on, faults)
        share = amount if single else _money(no, part.amount, faults) if is_money else None
        if due is not None:
            parts.append(Part(due, share))
    return Clause(
        row.kind, _number(row.debtor), _number(row.creditor), row.what.strip(), tuple(parts), amount,
        row.manner.strip(), row.place.strip(),
    )  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _money(no: int, text: str, faults: list[Detail]) -> int | None:
    """An amount in yuan as typed: 3000, 3,000.50, ￥3 000."""
    plain = "".join(c for c in text if c not in ",，￥¥元 \u3000")
    try:
        amount = Decimal(plain)
        if not amount.is_finite() or abs(amount.adjusted()) > 15:
            raise ValueError(plain)
        return fen(amount)
    except (InvalidOperation, ValueError):
        why = _("Term %(no)s: “%(text)s” is no amount in yuan with at most two decimals.") % {"no": no, "text": text}
        faults.append(Detail(f"terms-{no}", why))
        return None


def _day(no: int, text: str, faults: list[Detail]) -> date | None:
    try:
        return terms.day(text)
    except Refusal as refusal:
        why = str(refusal.message) if text.strip() else _("Say by which day.")
        faults.append(Detail(f"terms-{no}", _("Term %(no)s: %(why)s") % {"no": no, "why": why}))
        return None
