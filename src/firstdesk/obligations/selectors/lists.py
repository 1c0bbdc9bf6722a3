"""The duty lists: mine, my unit's or all; due, late or done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Window
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.common.clock import midnight
from firstdesk.directory.scope import Acting
from firstdesk.obligations.models import Occurrence, OccurrenceQuerySet, Proof
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.states import OPEN, OccurrenceState
from firstdesk.obligations.timing import day_of
from firstdesk.rulebook.model import DutyRule, Text

SOON = timedelta(days=7)
FIRST = 8  # of each group that is shown at once
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
    """A filter of the list."""

    key: str
    label: str | Promise
    is_current: bool
    count: int | None = None


WHOSE = (("all", _("All")), ("mine", _("Mine")), ("unit", _("My unit's")))
WHICH = (
    ("open", _("To be done")),
    ("late", _("Late")),
    ("today", _("Today")),
    ("soon", _("This week")),
    ("later", _("After this week")),
    ("unexplained", _("Missed without a word")),
    ("done", _("Done")),
    ("waived", _("Waived")),
)
GROUPS, PRESSING = ("late", "today", "soon", "later"), ("late", "today")


def found(acting: Acting, at: datetime, whose: str, which: str) -> OccurrenceQuerySet:
    """Duties of a list, the most urgent first; of done ones the newest first."""
    rows = _by(Occurrence.objects.visible_to(acting), acting, whose)
    rows = rows.select_related("unit", "owing_post__unit", "done_by")
    ended = {"done": ("-done_at", "-pk"), "waived": ("-waived_at", "-pk")}
    return rows.filter(_meant(which, at)).order_by(*ended.get(which, ("due_at", "pk")))


def _by(rows: OccurrenceQuerySet, acting: Acting, whose: str) -> OccurrenceQuerySet:
    if whose == "mine":
        return rows.owed_by(acting)
    return rows.filter(unit__in=acting.unit_ids) if whose == "unit" else rows


def _meant(which: str, at: datetime) -> Q:
    """The filter of one list. Open duties are late, due today, in seven days or later: each in exactly one list."""
    is_open, tonight = Q(state__in=OPEN), midnight(day_of(at) + timedelta(days=1))
    asked = {
        "late": is_open & Q(due_at__lt=at),
        "today": is_open & Q(due_at__gte=at, due_at__lt=tonight),
        "soon": is_open & Q(due_at__gte=tonight, due_at__lt=at + SOON),
        "later": is_open & Q(due_at__gte=at + SOON),
        "unexplained": Q(state=OccurrenceState.MISSED, explanation="", due_at__gt=at - MISSED_SHOWN),
        "done": Q(state=OccurrenceState.DONE),
        "waived": Q(state=OccurrenceState.WAIVED),
    }
    return asked.get(which, is_open)


def ways(acting: Acting, at: datetime, whose: str, which: str) -> dict[str, list[Way]]:
    """Both rows of filters; counts of open duties come in one query."""
    rows = _by(Occurrence.objects.visible_to(acting), acting, whose)
    keys = ("open", *GROUPS, "unexplained")
    counted = rows.aggregate(**{key: Count("pk", filter=_meant(key, at)) for key in keys})
    return {
        "whose": [Way(key, label, key == whose) for key, label in WHOSE],
        "which": [Way(key, label, key == which, counted.get(key)) for key, label in WHICH],
    }


@dataclass(frozen=True)
class Group:
    """A group of equally urgent duties, cut to the first ones."""

    key: str
    label: str | Promise
    count: int
    lines: tuple[Line, ...]
    is_shown: bool  # opened: the most pressing ones; the rest is folded

    @property
    def rest(self) -> int:
        """How many more the group's own page lists."""
        return self.count - len(self.lines)


def groups(acting: Acting, at: datetime, whose: str) -> list[Group]:
    """Open duties grouped by urgency: what needs somebody today is expanded, the rest folded."""
    made: list[Group] = []
    for key in GROUPS:
        rows = list(found(acting, at, whose, key).annotate(in_all=Window(Count("pk")))[:FIRST])
        if rows:
            is_shown = key in PRESSING or not made
            made.append(
                Group(key, dict(WHICH)[key], getattr(rows[0], "in_all", 0), tuple(lines(rows, acting)), is_shown)
            )
    return made


def lines(rows: Iterable[Occurrence], acting: Acting) -> list[Line]:
    """Duties with rule titles and the share of evidence present."""
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
