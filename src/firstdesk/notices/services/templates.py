"""A centre's own wordings: saved as new versions, their places checked; retired, they give way to the product's."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock, validation
from firstdesk.common.refusals import Conflict, Detail, Refusal, at_field
from firstdesk.directory.models import Unit
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.models import Template
from firstdesk.notices.states import Wording
from firstdesk.notices.wording import problems

LONGEST = 2000


@dataclass(frozen=True, kw_only=True)
class NewWords:
    """What is saved. `seen` is the version the page was made from, 0 where the centre had none."""

    code: str
    kind: str
    title: str
    text_zh: str
    text_en: str = ""
    seen: int = 0


@transaction.atomic
def save_template(unit: Unit, new: NewWords, *, by: Actor, at: datetime) -> Template:
    """The next version. Raises Refusal with each place that would stay empty, Conflict where somebody else saved first."""
    check(new)
    made = _next(unit, new.code, new.seen)
    made.kind, made.title = new.kind, new.title.strip()
    made.text_zh, made.text_en = new.text_zh.strip(), new.text_en.strip()
    return _kept(made, "template.saved", by=by, at=at)


@transaction.atomic
def retire_template(unit: Unit, code: str, *, seen: int, by: Actor, at: datetime) -> Template:
    """The product's wording counts again; what was sent with this one keeps it."""
    last = Template.objects.filter(unit=unit, code=code).order_by("-version").first()
    if last is None or last.is_retired:
        raise Refusal(_("Your centre has no wording of its own here; there is nothing to retire."))
    made = _next(unit, code, seen)
    made.kind, made.title, made.text_zh, made.text_en = last.kind, last.title, last.text_zh, last.text_en
    made.is_retired = True
    return _kept(made, "template.retired", by=by, at=at)


def check(new: NewWords) -> None:
    """Raises Refusal with every problem at once, beside its field."""
    if new.kind not in Wording.values:
        raise at_field("kind", _("Choose what it is for."), whole=_("Choose what the wording is for."))
    details = problems(new.text_zh, new.kind, "text_zh") + problems(new.text_en, new.kind, "text_en")
    for field in ("title", "text_zh"):
        if not getattr(new, field).strip():
            details.append(Detail(field, _("Write it: without it nobody can use the wording.")))
    for field in ("text_zh", "text_en"):
        if len(getattr(new, field)) > LONGEST:
            details.append(Detail(field, _("At most %(most)s characters.") % {"most": LONGEST}))
    if details:
        raise Refusal(_("Nothing was saved. Put right what is marked."), details=details)


def _next(unit: Unit, code: str, seen: int) -> Template:
    """The next version, not filled in yet. Two who save at once are told apart by the lock on the unit."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    last = Template.objects.filter(unit=unit, code=code).select_related("saved_by").order_by("-version").first()
    if (last.version if last else 0) != seen:
        raise Conflict(details=[Detail("", _said(last))] if last else ())
    return Template(unit=unit, code=code, version=seen + 1)


def _said(last: Template) -> str:
    when = f"{clock.local(last.saved_at):%m-%d %H:%M}"
    return _("%(when)s %(who)s saved version %(version)s: %(text)s") % {
        "when": when,
        "who": last.saved_by,
        "version": last.version,
        "text": last.text_zh,
    }


def _kept(made: Template, verb: str, *, by: Actor, at: datetime) -> Template:
    made.saved_at, made.saved_by_id = at, by.by_id
    validation.check(made, leave_out=("unit", "saved_by"))
    made.save(force_insert=True)
    draft = ledger.draft_for(made, verb, chain=f"unit:{made.unit_id}", by=by, at=at)
    ledger.append(replace(draft, after={"code": made.code, "version": made.version, "title": made.title}))
    return made
