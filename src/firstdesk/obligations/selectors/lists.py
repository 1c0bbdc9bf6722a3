"""The list of duties: mine, my unit's, everybody's; what is due, late, done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.directory.scope import Acting
from firstdesk.obligations.models import Occurrence, OccurrenceQuerySet, Proof
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.states import OccurrenceState
from firstdesk.rulebook.model import DutyRule, Text

SOON = timedelta(days=7)
MISSED_SHOWN = timedelta(days=92)  # what was missed longer ago stands in the figures


@dataclass(frozen=True)
class Line:
    """A duty in a list."""

    occurrence: Occurrence
    rule: DutyRule
    shown: int  # kinds of evidence there
    asked: tuple[Text, ...]
    is_mine: bool
    is_added_later: bool


@dataclass(frozen=True)
class Way:
    """One way to narrow the list."""

    key: str
    label: str | Promise
    is_current: bool
    count: int | None = None


WHOSE = (("all", _("All")), ("mine", _("Mine")), ("unit", _("My unit's")))
WHICH = (
    ("open", _("To be done")),
    ("late", _("Late")),
    ("soon", _("This week")),
    ("unexplained", _("Missed without a word")),
    ("done", _("Done")),
    ("waived", _("Waived")),
)


def found(acting: Acting, at: datetime, whose: str, which: str) -> OccurrenceQuerySet:
    """The duties of a list, the most pressing first; of what is done the newest."""
    rows = _by(Occurrence.objects.visible_to(acting), acting, whose)
    rows = rows.select_related("unit", "owing_post__unit", "done_by")
    ended = {"done": ("-done_at", "-pk"), "waived": ("-waived_at", "-pk")}
    return _which(rows, at, which).order_by(*ended.get(which, ("due_at", "pk")))


def _by(rows: OccurrenceQuerySet, acting: Acting, whose: str) -> OccurrenceQuerySet:
    if whose == "mine":
        return rows.owed_by(acting)
    return rows.filter(unit__in=acting.unit_ids) if whose == "unit" else rows


def _which(rows: OccurrenceQuerySet, at: datetime, which: str) -> OccurrenceQuerySet:
    if which == "late":
        return rows.late(at)
    if which == "soon":
        return rows.open().filter(due_at__gte=at, due_at__lt=at + SOON)
    if which == "unexplained":
        return rows.filter(state=OccurrenceState.MISSED, explanation="", due_at__gt=at - MISSED_SHOWN)
    if which in (OccurrenceState.DONE, OccurrenceState.WAIVED):
        return rows.filter(state=which)
    return rows.open()


def ways(acting: Acting, at: datetime, whose: str, which: str) -> dict[str, list[Way]]:
    """Both rows of ways to narrow the list; of what presses, how many there are."""
    rows = _by(Occurrence.objects.visible_to(acting), acting, whose)
    counted = {key: _which(rows, at, key).count() for key in ("open", "late", "soon", "unexplained")}
    return {
        "whose": [Way(key, label, key == whose) for key, label in WHOSE],
        "which": [Way(key, label, key == which, counted.get(key)) for key, label in WHICH],
    }


def lines(rows: Iterable[Occurrence], acting: Acting) -> list[Line]:
    """Duties with the words of their rules and how much of their evidence is there."""
    found = list(rows)
    there = _there(found)
    return [_line(row, there.get(row.pk, ()), acting) for row in found]


def _there(rows: Sequence[Occurrence]) -> dict[int, list[Proof]]:
    proofs: dict[int, list[Proof]] = {}
    for proof in Proof.objects.filter(occurrence__in=rows, taken_back=None).order_by("pk"):
        proofs.setdefault(proof.occurrence_id, []).append(proof)
    return proofs


def _line(row: Occurrence, proofs: Sequence[Proof], acting: Acting) -> Line:
    rule, words = duties.duty_of(row), duties.vocabulary_of(row).evidence
    shown = len({proof.kind for proof in proofs} & set(rule.evidence)) or bool(proofs)
    later = any(proof.is_added_later for proof in proofs)
    return Line(row, rule, int(shown), tuple(words[name] for name in rule.evidence), duties.is_mine(row, acting), later)
