"""Shared by the verbs of training: ledger entry, lock, and checks of chosen codes."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, at_field
from firstdesk.directory.models import Unit
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.training.models import Course, Kind, Plan, Quiz
from firstdesk.training.selectors import choices

Changing = Plan | Course | Quiz  # rows that change without a step of their own: lines, lists, questions


def enter(row: Model, verb: str, noted: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """One entry in the organisation's chain."""
    chain: str = row.ledger_chain  # type: ignore[attr-defined]
    draft = ledger.draft_for(row, verb, chain=chain, by=by, at=at)
    ledger.append(replace(draft, after=noted))


def lock(row: Changing) -> None:
    """Lock a row. Raises Conflict when it changed since the caller read it."""
    rows = type(row)._default_manager.select_for_update(no_key=True)
    if rows.values_list("changed_at", flat=True).get(pk=row.pk) != row.changed_at:
        raise Conflict


def touch(row: Changing, at: datetime) -> None:
    """Note that the row changed, so that forms made before are refused."""
    row.changed_at = at
    row.save(update_fields=["changed_at"])


def check_subjects(unit: Unit, kind: str, subjects: Collection[str], at: datetime) -> None:
    """Raises Refusal unless there is a subject and the rules list every one."""
    known = dict(choices.subjects_of(unit, kind, at))
    unknown = [each for each in subjects if each not in known]
    if unknown or not subjects:
        raise at_field("subjects", _("Choose at least one subject of the list."))
    missing = choices.must_cover(unit, at) - set(subjects)
    if kind == Kind.INDUCTION and missing:
        told = "、".join(known[each] for each in sorted(missing))
        raise at_field("subjects", _("An induction covers everything the rules ask for; missing: %s.") % told)


def check_posts(unit: Unit, posts: Collection[str], *, needed: bool) -> None:
    """Raises Refusal for posts the centre lacks, or for none where one is `needed`."""
    known = dict(choices.posts_of(unit))
    if any(each not in known for each in posts):
        raise at_field("posts", _("Choose posts of this centre."))
    if needed and not posts:
        raise at_field("posts", _("Say for which posts the course is."))
