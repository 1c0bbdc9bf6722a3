"""The records behind a figure, as a reader may know them: that a case exists is known, what is in it is not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise as Words

from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.mediation.models import Case
from firstdesk.mediation.selectors.reading import readable
from firstdesk.screening.models import Major
from firstdesk.screening.selectors import majors


@dataclass(frozen=True)
class Row:
    """One record: its number, where it may be followed, its state and grade."""

    number: str
    url: str
    state: str
    state_label: str | Words
    grade: str | Words
    days: float | None = None


def lines(of: str, keys: Sequence[int], acting: Acting) -> list[Row]:
    """In the order of the keys."""
    found = {"matters": _matters, "cases": _cases, "majors": _majors}[of](keys, acting)
    return [found[key] for key in keys if key in found]


def _matters(keys: Sequence[int], acting: Acting) -> dict[int, Row]:
    seen = set(Matter.objects.visible_to(acting).filter(pk__in=keys).values_list("pk", flat=True))
    return {
        each.pk: Row(
            each.number,
            reverse("workbench:matter", args=[each.number]) if each.pk in seen else "",
            each.state,
            each.get_state_display(),
            each.get_grade_display(),
        )
        for each in Matter.objects.filter(pk__in=keys)
    }


def _cases(keys: Sequence[int], acting: Acting) -> dict[int, Row]:
    found = list(Case.objects.filter(pk__in=keys))
    mine = readable(found, acting)
    return {
        each.pk: Row(
            each.number,
            reverse("mediation:case", args=[each.number]) if each.pk in mine else "",
            each.state,
            each.get_state_display(),
            each.get_grade_display(),
            _days(each),
        )
        for each in found
    }


def _days(case: Case) -> float | None:
    if case.effective_at is None or case.decided_at is None:
        return None
    return round((case.effective_at - case.decided_at).total_seconds() / 86400, 1)


def _majors(keys: Sequence[int], acting: Acting) -> dict[int, Row]:
    readable = set(majors.visible(acting).filter(pk__in=keys).values_list("pk", flat=True))
    return {
        each.pk: Row(
            each.number,
            reverse("screening:major", args=[each.number]) if each.pk in readable else "",
            each.state,
            each.get_state_display(),
            each.matter.get_grade_display(),
        )
        for each in Major.objects.filter(pk__in=keys).select_related("matter")
    }
