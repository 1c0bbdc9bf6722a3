"""Opening an assessment: method, indicators and days are fixed, figures counted and frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.assessment.models import Figure, Round, Sheet
from firstdesk.assessment.selectors import counting, rules
from firstdesk.assessment.selectors.counting import Scope
from firstdesk.assessment.services.record import concerned, enter, sheet_url
from firstdesk.common import clock, validation
from firstdesk.common.refusals import at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Post, Unit
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.indicators import IndicatorRule

OPENED = gettext_noop("The assessment “%(title)s” is open; you may add your own remark.")


@dataclass(frozen=True, kw_only=True)
class NewRound:
    """An assessment as entered."""

    title: str
    kind: str
    method: str
    first: date
    last: date
    indicators: Sequence[str]
    dimensions: Sequence[str]
    appeal_days: int = 5


@transaction.atomic
def open_round(
    centre: Unit, new: NewRound, units: Sequence[Unit], posts: Sequence[Post], *, by: Actor, at: datetime
) -> Round:
    """Open an assessment: a sheet for each unit and for each holder of a post, all figures as of now. Idempotent for
    the same form."""
    chosen = _check(centre, new, at)
    if not units and not posts:
        raise at_field("units", _("Choose the units or posts that are assessed."))
    Unit.objects.select_for_update(no_key=True).get(pk=centre.pk)  # sent twice, it is opened once
    row = Round(
        unit=centre, title=new.title.strip(), kind=new.kind, method=new.method.strip(), first=new.first, last=new.last,
        indicators=[each.id for each in chosen], dimensions=list(new.dimensions), appeal_days=new.appeal_days,
        rulebook_version=regulations.current(at).version, opened_at=at, opened_by_id=by.by_id,
    )  # fmt: skip
    validation.check(row, leave_out=("opened_by", "closed_at", "closed_by"))
    row.save(force_insert=True)
    sheets = _sheets(row, units, posts, at)
    _count(row, sheets, chosen)
    enter(row, "assessment.opened", {"title": row.title, "sheets": len(sheets)}, by=by, at=at)
    for sheet in sheets:
        people = concerned(sheet.unit, sheet.person, at)
        told = Message(kind="assessment.opened", text=OPENED, values={"title": row.title}, url=sheet_url(sheet))
        send(told, to=people, at=at)
    return row


def _check(centre: Unit, new: NewRound, at: datetime) -> list[IndicatorRule]:
    known = {each.id: each for each in rules.indicators(centre, at)}
    if not new.indicators or any(each not in known for each in new.indicators):
        raise at_field("indicators", _("Choose indicators of the rules."))
    dimensions = dict(rules.dimensions(centre, at))
    if not new.dimensions or any(each not in dimensions for each in new.dimensions):
        raise at_field("dimensions", _("Choose what the assessor writes about."))
    if new.last > clock.local(at).date():
        raise at_field("last", _("The period is not over yet; its figures would still change."))
    return [known[each] for each in dict.fromkeys(new.indicators)]


def _sheets(row: Round, units: Sequence[Unit], posts: Sequence[Post], at: datetime) -> list[Sheet]:
    found = [Sheet(round=row, unit=unit) for unit in units]
    for post in posts:
        found += [Sheet(round=row, unit=post.unit, post=post, person=each) for each in directory.holders(post, at)]
    return Sheet.objects.bulk_create(found)


def _count(row: Round, sheets: Sequence[Sheet], chosen: Sequence[IndicatorRule]) -> None:
    known: dict[tuple[int, int | None, str], tuple[list[int], list[int]]] = {}
    figures = []
    for sheet in sheets:
        for rule in (each for each in chosen if rules.fits(each, sheet.post_id is not None)):
            key = (sheet.unit_id, sheet.post_id, rule.id)
            if key not in known:
                scope = Scope(sheet.unit, sheet.post, row.first, row.last, row.opened_at)
                known[key] = (counting.keys(rule.part, scope), counting.keys(rule.whole, scope))
            part, whole = known[key]
            figures.append(Figure(sheet=sheet, rule_id=rule.id, part=part, whole=whole))
    Figure.objects.bulk_create(figures)
