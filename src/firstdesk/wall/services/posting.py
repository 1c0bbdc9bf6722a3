"""Postings: put up, checked, taken down; and what an organisation says it is."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from firstdesk.common.language import words
from firstdesk.common.refusals import Conflict, at_field
from firstdesk.directory.models import Unit
from firstdesk.files.models import File
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.obligations.services.proving import Shown, prove, unprove
from firstdesk.obligations.services.scheduling import schedule_around
from firstdesk.obligations.timing import day_of
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.model import Entry
from firstdesk.rulebook.postings import PostingRule
from firstdesk.wall.models import Board, Posting, PostingCheck
from firstdesk.wall.selectors import boards
from firstdesk.wall.states import Form


@dataclass(frozen=True, kw_only=True)
class NewPosting:
    """A posting as entered."""

    unit: Unit
    rule_id: str
    item: str
    form: str
    place: str = ""
    text: str = ""
    file: File | None = None
    photo: File | None = None
    since: date
    until: date | None = None


@transaction.atomic
def post(new: NewPosting, *, by: Actor, at: datetime) -> Posting:
    """Post something, replacing what was posted before, and prove the duties it fulfils. Raises Refusal."""
    Unit.objects.select_for_update(no_key=True).get(pk=new.unit.pk)  # two who post the same are put one after the other
    rule, item = _owed(new, at)
    _check(new, rule, day_of(at))
    place = "" if new.form == Form.ONLINE else new.place.strip()
    there = Posting.objects.filter(unit=new.unit, rule_id=rule.id, item=item.id, place=place, removed_at=None)
    there.update(removed_at=at, removed_by_id=by.by_id, removed_reason=_("Replaced by a newer one"))
    made = Posting.objects.create(
        unit=new.unit, rule_id=rule.id, item=item.id, form=new.form, place=place, text=new.text.strip(), file=new.file,
        photo=new.photo, since=new.since, until=new.until, posted_at=at, posted_by_id=by.by_id,
    )  # fmt: skip
    _prove(made, rule, by, at)
    _record(made, "posting.posted", {"rule": rule.id, "item": item.id, "form": new.form, "since": new.since}, by, at)
    return made


def _owed(new: NewPosting, at: datetime) -> tuple[PostingRule, Entry]:
    book = regulations.current(at)
    said = Board.objects.filter(unit=new.unit).values_list("actor", flat=True)
    for rule in boards.owed_by(book, new.unit, said):
        for item in rule.items if rule.id == new.rule_id else ():
            if item.id == new.item:
                return rule, item
    raise at_field("item", _("This organisation need not make that known. Choose from its list."))


def _check(new: NewPosting, rule: PostingRule, today: date) -> None:
    """Raises Refusal with the field and what would be right."""
    if new.form not in rule.forms:
        raise at_field("form", _("The clause asks for another way of making it known."), clauses=rule.clauses)
    if new.form == Form.ONLINE and not (new.text.strip() or new.file):
        raise at_field("text", _("Write what is made known, or add the file."))
    if new.form != Form.ONLINE and not new.place.strip():
        raise at_field("place", _("Say where it hangs or lies."))
    if new.form == Form.PLACE and new.photo is None:
        raise at_field("photo", _("Add a photo of the place: it shows that it hangs there."))
    if new.since > today:
        raise at_field("since", _("It can be entered once it is up, not before."))
    if new.until is not None and new.until < max(new.since, today):
        raise at_field("until", _("The last day lies in the past, or before the first."))


def _prove(made: Posting, rule: PostingRule, by: Actor, at: datetime) -> None:
    """Prove duties requiring all things of a rule, by the day the last of them was checked or renewed."""
    seen_on = boards.all_seen_on(rule, made.unit, day_of(at)) if rule.proves else None
    if seen_on is None:
        return
    url, title = reverse("wall:posting", args=[made.pk]), words(rule.title)
    prove(
        [Shown(kind=kind, unit=made.unit, happened_on=seen_on, ref=_ref(made), url=url, title=title) for kind in rule.proves],
        by=by, at=at,
    )  # fmt: skip


def _unprove(row: Posting, reason: str, by: Actor, at: datetime) -> None:
    """Something is no longer posted: withdraw its proofs for periods that are not over."""
    unprove(_ref(row), reason=reason, by=by, at=at, still_on=day_of(at))


def _ref(row: Posting) -> str:
    """The proof key shared by all postings of a rule at an organisation, whichever came last."""
    return f"postings:{row.unit_id}:{row.rule_id}"


@transaction.atomic
def look(
    posting: Posting, *, is_as_posted: bool, note: str = "", photo: File | None = None, by: Actor, at: datetime
) -> PostingCheck:
    """Record a check of a posting. Raises Conflict where it was taken down meanwhile."""
    row = _current(posting)
    if not is_as_posted and not note.strip():
        raise at_field("note", _("Say what is not as it should be."))
    made = PostingCheck.objects.create(
        posting=row, is_as_posted=is_as_posted, note=note.strip(), photo=photo, checked_at=at, checked_by_id=by.by_id
    )
    rule = regulations.current(at).rules.get(row.rule_id)
    if not is_as_posted:
        _unprove(row, _("It was looked at and found not as posted"), by, at)
    elif isinstance(rule, PostingRule):
        _prove(row, rule, by, at)
    _record(row, "posting.checked", {"as_posted": is_as_posted}, by, at)
    return made


@transaction.atomic
def take_down(posting: Posting, *, reason: str, by: Actor, at: datetime) -> Posting:
    """Take a posting down. Raises Conflict where that was done already."""
    row = _current(posting)
    if not reason.strip():
        raise at_field("reason", _("Say why it is taken down."))
    row.removed_at, row.removed_by_id, row.removed_reason = at, by.by_id, reason.strip()
    row.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    _unprove(row, row.removed_reason, by, at)
    _record(row, "posting.removed", {"rule": row.rule_id, "item": row.item}, by, at)
    return row


def _current(posting: Posting) -> Posting:
    row = Posting.objects.select_for_update(no_key=True, of=("self",)).select_related("unit").get(pk=posting.pk)
    if row.removed_at is not None:
        raise Conflict(_("It has been taken down meanwhile."))
    return row


def _record(row: Posting, verb: str, after: dict[str, object], by: Actor, at: datetime) -> None:
    draft = ledger.draft_for(row, verb, chain=f"unit:{row.unit_id}", by=by, at=at)
    ledger.append(replace(draft, after=after))


@transaction.atomic
def answer_for(unit: Unit, *, actor: str, by: Actor, at: datetime) -> Board:
    """The organisation declares that it is an actor of the clauses, and so owes that actor's postings."""
    if actor not in boards.actors(regulations.current(at)):
        raise at_field("actor", _("No clause asks this of anybody. Choose from the list."))
    board, is_new = Board.objects.get_or_create(
        unit=unit, actor=actor, defaults={"opened_at": at, "opened_by_id": by.by_id}
    )
    if is_new:
        schedule_around(unit, at=at)
        _say(unit, "board.opened", actor, by, at)
    return board


@transaction.atomic
def answer_no_more(unit: Unit, *, actor: str, by: Actor, at: datetime) -> None:
    """The organisation is no longer this actor."""
    gone, _rows = Board.objects.filter(unit=unit, actor=actor).delete()
    if not gone:
        raise Conflict(_("It has been taken down meanwhile."))
    schedule_around(unit, at=at)
    _say(unit, "board.closed", actor, by, at)


def _say(unit: Unit, verb: str, actor: str, by: Actor, at: datetime) -> None:
    draft = ledger.draft_for(unit, verb, chain=f"unit:{unit.pk}", by=by, at=at)
    ledger.append(replace(draft, after={"actor": actor}))
