"""The page of one duty: required evidence, what is present and missing, and what the reader may do."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from firstdesk.directory.models import Unit
from firstdesk.directory.scope import Acting
from firstdesk.ledger.models import Entry
from firstdesk.obligations import ports
from firstdesk.obligations.models import Occurrence, Proof, SensitivePeriod, TakenBack
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.states import OccurrenceState
from firstdesk.rosters.selectors import resolve
from firstdesk.rulebook.model import DutyRule, Text


@dataclass(frozen=True)
class Asked:
    """One kind of required evidence and how it is given."""

    kind: str
    title: Text
    form: str
    by_work: bool
    done_at: str  # the name of the page where the work is done
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Whole:
    """A duty on its page."""

    occurrence: Occurrence
    rule: DutyRule
    asked: tuple[Asked, ...]
    taken_back: tuple[TakenBack, ...]
    waits_for: str | Promise
    sensitive: SensitivePeriod | None
    others: tuple[Occurrence, ...]  # the times of this duty around this one
    remarks: tuple[Entry, ...]
    is_mine: bool
    may_prove: bool
    may_explain: bool

    @property
    def by_hand(self) -> tuple[Asked, ...]:
        """Missing evidence that may be handed in on this page."""
        return tuple(each for each in self.asked if not each.by_work and not each.proofs)


def whole(row: Occurrence, acting: Acting, at: datetime, *, answers: bool) -> Whole:
    """Context of a duty's page; `answers`: the reader answers for it."""
    missed = row.state == OccurrenceState.MISSED
    taken = TakenBack.objects.filter(proof__occurrence=row).select_related("proof", "taken_by").order_by("pk")
    return Whole(
        occurrence=row,
        rule=duties.duty_of(row),
        asked=_asked(row),
        taken_back=tuple(taken),
        waits_for=resolve(row.owing_post, at).sentence if row.owing_post else "",
        sensitive=_sensitive(row),
        others=_others(row),
        remarks=_remarks(row),
        is_mine=duties.is_mine(row, acting),
        may_prove=row.is_open and answers,
        may_explain=missed and answers,
    )


def _asked(row: Occurrence) -> tuple[Asked, ...]:
    rule, words = duties.duty_of(row), duties.vocabulary_of(row)
    there = list(duties.standing(row).select_related("shown_by", "file"))
    found = []
    for kind in rule.evidence:
        proof = words.proof(kind)
        shown = tuple(each for each in there if each.kind == kind)
        found.append(Asked(kind, words.evidence[kind], proof.form, proof.by_work, ports.works(kind), shown))
    return tuple(found)


def _sensitive(row: Occurrence) -> SensitivePeriod | None:
    if not row.is_tightened:
        return None
    day = row.period_start
    found = SensitivePeriod.objects.filter(centre__in=_above(row.centre or row.unit), first__lte=day, last__gte=day)
    return found.select_related("declared_by").order_by("-pk").first()


def _above(centre: Unit) -> list[int]:
    codes = centre.path.strip("/").split("/")
    return list(Unit.objects.filter(code__in=codes).values_list("pk", flat=True))


def _others(row: Occurrence) -> tuple[Occurrence, ...]:
    same = Occurrence.objects.filter(unit=row.unit, centre=row.centre, rule_id=row.rule_id, subject=row.subject)
    before = list(same.filter(due_at__lt=row.due_at).order_by("-due_at", "-pk")[:4])[::-1]
    after = list(same.filter(due_at__gt=row.due_at).order_by("due_at", "pk")[:2])
    return (*before, *after)


def _remarks(row: Occurrence) -> tuple[Entry, ...]:
    """Remarks on the duty from the ledger."""
    of_it = Entry.objects.filter(subject_kind=row._meta.label, subject_id=row.pk, chain=row.ledger_chain)
    return tuple(of_it.filter(verb="duty.remarked").order_by("seq"))


def visible(acting: Acting, pk: int) -> Occurrence | None:
    """The duty, where this person may see it."""
    rows = Occurrence.objects.visible_to(acting).filter(pk=pk)
    people = ("done_by", "explained_by", "waived_by")
    return rows.select_related("unit", "centre", "owing_post__unit", *people).first()
