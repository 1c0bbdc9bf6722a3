"""The records behind a figure, limited to what the reader may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from firstdesk.common.language import words
from firstdesk.directory.scope import Acting
from firstdesk.dispatch.models import Referral, Turnout
from firstdesk.followup.models import Rating
from firstdesk.matters.models import Matter
from firstdesk.mediation.models import Case
from firstdesk.mediation.selectors.reading import readable
from firstdesk.obligations.models import Clock, Occurrence
from firstdesk.regulations import selectors as regulations
from firstdesk.reporting.figures.scope import scope_of
from firstdesk.reporting.kinds import figure_kinds
from firstdesk.reporting.models import Report
from firstdesk.reporting.selectors import freezing
from firstdesk.reporting.selectors.showing import Line, line
from firstdesk.screening.models import Finding


@dataclass(frozen=True)
class Trace:
    """Ids behind a figure: kept with it, or recounted as of the same cut-off."""

    line: Line
    of: str
    keys: Sequence[int]
    is_kept: bool
    is_same: bool  # a recount finds as many, and the very same


@dataclass(frozen=True)
class Row:
    """One record."""

    label: str
    url: str
    note: str


def trace(report: Report, code: str) -> Trace:
    """The ids a figure counted."""
    held = report.counted(code)
    shown = line(code, held)
    if "keys" in held or not held["n"]:
        return Trace(shown, held["of"], held.get("keys", []), True, True)
    rows = freezing.rows_of(
        figure_kinds()[code], scope_of(report.template, report.unit, report.span, report.cut_off_at)
    )
    is_same = freezing.tally(rows) == (held["n"], held["digest"])
    return Trace(shown, held["of"], sorted(rows.values_list("pk", flat=True)), False, is_same)


def lines(of: str, keys: Sequence[int], acting: Acting) -> tuple[list[Row], int]:
    """Rows in the order of the ids, and how many the reader may not see."""
    found = READERS[of](keys, acting)
    return [found[key] for key in keys if key in found], len(keys) - len(found)


def _seen(keys: Sequence[int], acting: Acting) -> dict[int, Matter]:
    return {each.pk: each for each in Matter.objects.visible_to(acting).filter(pk__in=keys)}


def _matter(each: Matter, note: str = "") -> Row:
    return Row(each.number, reverse("workbench:matter", args=[each.number]), note or str(each.get_state_display()))


def _matters(keys: Sequence[int], acting: Acting) -> dict[int, Row]:
    return {pk: _matter(each) for pk, each in _seen(keys, acting).items()}


def _through(rows: Mapping[int, tuple[int, str]], acting: Acting) -> dict[int, Row]:
    """Records of matters the reader may see, shown by number."""
    seen = _seen([matter for matter, _note in rows.values()], acting)
    return {pk: _matter(seen[matter], note) for pk, (matter, note) in rows.items() if matter in seen}


def _referrals(keys: Sequence[int], acting: Acting) -> dict[int, Row]:
    rows = Referral.objects.filter(pk__in=keys).select_related("to_unit")
    return _through({each.pk: (each.matter_id, each.to_unit.name) for each in rows}, acting)


def _turnouts(keys: Sequence[int], acting: Acting) -> dict[int, Row]:
    rows = Turnout.objects.filter(pk__in=keys).select_related("unit")
    return _through({each.pk: (each.matter_id, each.unit.name) for each in rows}, acting)


def _ratings(keys: Sequence[int], acting: Acting) -> dict[int, Row]:
    rows = Rating.objects.filter(pk__in=keys)
    return _through({each.pk: (each.matter_id, f"{each.level} / 5") for each in rows}, acting)


def _promises(keys: Sequence[int], acting: Acting) -> dict[int, Row]:
    clocks = [each for each in Clock.objects.filter(pk__in=keys) if acting.user.pk not in (each.kept_from or ())]
    return _through({each.pk: (each.matter_id, _promise(each)) for each in clocks}, acting)


def _promise(clock: Clock) -> str:
    return _title(clock.rulebook_version, clock.rule_id)


def _title(version: str, rule_id: str) -> str:
    rule = regulations.version(version).rules.get(rule_id)
    return words(rule.title) if rule else rule_id


def _duties(keys: Sequence[int], acting: Acting) -> dict[int, Row]:
    rows = Occurrence.objects.filter(pk__in=keys).select_related("unit")
    return {
        each.pk: Row(
            _title(each.rulebook_version, each.rule_id),
            reverse("obligations:duty", args=[each.pk]),
            f"{each.unit.name} {each.period_start:%Y-%m-%d}",
        )
        for each in rows
    }


def _cases(keys: Sequence[int], acting: Acting) -> dict[int, Row]:
    found = list(Case.objects.filter(pk__in=keys))
    mine = readable(found, acting)
    rows = (each for each in found if each.pk in mine)
    return {
        each.pk: Row(each.number, reverse("mediation:case", args=[each.number]), str(each.get_state_display()))
        for each in rows
    }


def _findings(keys: Sequence[int], acting: Acting) -> dict[int, Row]:
    rows = Finding.objects.filter(pk__in=keys).select_related("unit", "campaign")
    return {
        each.pk: Row(each.campaign.title, reverse("screening:drive", args=[each.campaign_id]), each.unit.name)
        for each in rows
    }


READERS: Mapping[str, Callable[[Sequence[int], Acting], dict[int, Row]]] = {
    "matters": _matters,
    "referrals": _referrals,
    "promises": _promises,
    "duties": _duties,
    "cases": _cases,
    "findings": _findings,
    "ratings": _ratings,
    "turnouts": _turnouts,
}
