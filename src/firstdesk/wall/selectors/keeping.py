"""For those who manage postings: their organisations, the choices of each, one posting in full."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import words
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.regulations import labels
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.postings import PostingRule
from firstdesk.wall.models import Board, Posting
from firstdesk.wall.selectors import boards
from firstdesk.wall.selectors.places import centre_by_unit

NOT_YOURS = _("Choose from the list of your own organisations.")


def units_of(centre: Unit) -> list[Unit]:
    """The centre and the units that belong to it, the centre first."""
    belongs = [unit for unit, owner in centre_by_unit().items() if owner == centre.pk]
    found = list(Unit.objects.filter(pk__in=belongs, is_active=True).order_by("path"))
    return sorted(found, key=lambda unit: unit.pk != centre.pk)


def kept_by(acting: Acting) -> list[Unit]:
    """Organisations whose postings the person manages."""
    if acting.centre is not None and acting.may(Permission.KEEP_CHARTER):
        return units_of(acting.centre)
    own = Q(pk__in=acting.unit_ids) | Q(path__startswith=acting.unit.path)
    return list(Unit.objects.filter(own, is_active=True).exclude(kind=UnitKind.JURISDICTION).order_by("path"))


def things(book: Rulebook, units: Sequence[Unit]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Things that may be posted, as form choices grouped by organisation."""
    said = list(Board.objects.filter(unit__in=units).values_list("unit_id", "actor"))
    found = []
    for unit in units:
        owed = boards.owed_by(book, unit, [actor for pk, actor in said if pk == unit.pk])
        choices = [
            (f"{unit.pk}|{rule.id}|{item.id}", f"{words(rule.title)} · {words(item.text)}")
            for rule in owed
            for item in rule.items
        ]
        if choices:
            found.append((unit.name, choices))
    return found


def choices(book: Rulebook, units: Sequence[Unit]) -> list[tuple[Unit, list[tuple[str, str, bool]]]]:
    """For each organisation, the actors it may say it is and whether it did, without those it is by kind."""
    said = set(Board.objects.filter(unit__in=units).values_list("unit_id", "actor"))
    names = [(actor, labels.actor(actor)) for actor in boards.actors(book)]
    kinds = {UnitKind.CENTRE, UnitKind.WINDOW, UnitKind.LINKAGE_UNIT, UnitKind.STATION}
    return [
        (unit, [(actor, name, (unit.pk, actor) in said) for actor, name in names])
        for unit in units
        if unit.kind in kinds
    ]


def may_keep(acting: Acting, unit: Unit) -> bool:
    """Whether the person may check and take down postings of the unit."""
    own = unit.pk in acting.unit_ids or unit.path.startswith(acting.unit.path)
    serves = acting.centre is not None and acting.may(Permission.KEEP_CHARTER)
    return acting.may(Permission.POST) and (own or (serves and centre_by_unit().get(unit.pk) == acting.centre.pk))  # type: ignore[union-attr]


def detail(book: Rulebook, row: Posting, on: date) -> dict[str, object]:
    """One posting with its rule, condition and checks."""
    rule = book.rules.get(row.rule_id)
    item, standing = None, None
    if isinstance(rule, PostingRule):
        item = next((each for each in rule.items if each.id == row.item), None)
        standing = boards.stands(row, boards.looked([row.pk], on).get(row.pk), rule, on)[0]
    looks = list(row.checks.select_related("checked_by", "photo").order_by("-checked_at", "-pk"))
    same = Posting.objects.filter(unit=row.unit, rule_id=row.rule_id, item=row.item).exclude(pk=row.pk)
    others = list(same.select_related("posted_by", "removed_by").order_by("-posted_at")[:20])
    return {"row": row, "rule": rule, "item": item, "standing": standing, "looks": looks, "others": others}
