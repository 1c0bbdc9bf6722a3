"""Records a rule requires: how many rows came in a month, from the model the rule names."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    DateTimeField,
    F,
    Field,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)

from firstdesk.common import clock
from firstdesk.common.retention import path_to
from firstdesk.directory.models import CharterItem, Unit
from firstdesk.matters.models import Matter
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import RecordRule
from firstdesk.wall.selectors.counting import Cells, Key, Month
from firstdesk.wall.selectors.places import centre_by_unit
from firstdesk.wall.selectors.small import Cell

NOT_ITS_TIME = frozenset({"changed_at", "due_at"})


@dataclass(frozen=True, slots=True)
class Way:
    """How rows of a model are assigned to a month and a centre."""

    time: str
    place: str  # lookup of the centre, or of a unit that belongs to one
    is_number: bool = False  # the matter's key without a foreign key


def counted(book: Rulebook, month: Month) -> Cells:
    """Rows of a month by centre and rule. Standing data (a charter, a grid) is not counted."""
    found: dict[Key, Cell] = {}
    belongs = centre_by_unit()
    for model, rules in _models(book).items():
        way = way_of(model)
        if way is not None:
            _count(model, way, rules, month, belongs, found)
    return found


def listed(book: Rulebook, rule: str, centre: int, month: Month, most: int) -> list[tuple[datetime, int | None]]:
    """Rows of a rule in a month, newest first: moment and matter."""
    model, fields = next(((model, rules) for model, rules in _models(book).items() if rule in rules), (None, {}))
    way = way_of(model) if model is not None else None
    if model is None or way is None:
        return []
    units = [unit for unit, owner in centre_by_unit().items() if owner == centre]
    rows = _within(model, way, month).filter(_filled(model, fields[rule])).annotate(wall_place=_where(way))
    path = "pk" if model is Matter else path_to(model, Matter)
    found = rows.filter(wall_place__in=units).order_by(f"-{way.time}").values_list(way.time, *([path] if path else []))
    return [(row[0], row[1] if path else None) for row in found[:most]]


def _within(model: type[Model], way: Way, month: Month) -> QuerySet[Any, Any]:
    return model._default_manager.filter(**{f"{way.time}__gte": month.begins, f"{way.time}__lte": month.ends})


def _where(way: Way) -> Subquery | F:
    if way.is_number:
        return Subquery(Matter.objects.filter(pk=OuterRef(way.place)).values("centre_id"))
    return F(way.place)


def _count(
    model: type[Model],
    way: Way,
    rules: Mapping[str, str],
    month: Month,
    belongs: Mapping[int, int],
    found: dict[Key, Cell],
) -> None:
    within = _within(model, way, month)
    names = {f"n{number}": rule for number, rule in enumerate(rules)}
    counts = {name: Count("pk", filter=_filled(model, rules[rule])) for name, rule in names.items()}
    newest = {f"last{name}": Max(way.time, filter=_filled(model, rules[rule])) for name, rule in names.items()}
    for row in within.values(wall_place=_where(way)).annotate(**counts, **newest).order_by():
        centre = belongs.get(row["wall_place"])
        for name, rule in names.items():
            if centre is not None and row[name]:
                fresh = Cell(row[name], 0, clock.local(row[f"last{name}"]).date())
                found[centre, rule] = found.get((centre, rule), Cell()) + fresh


def _models(book: Rulebook) -> Mapping[type[Model], dict[str, str]]:
    """For each model, the rules that name it and the fields they name."""
    found: dict[type[Model], dict[str, str]] = defaultdict(dict)
    for rule in book.rules.values():
        if isinstance(rule, RecordRule):
            context, _, rest = rule.stores.partition(".")
            name, _, field = rest.partition(".")
            found[apps.get_model(context, name)][rule.id] = field
    return found


@lru_cache(maxsize=200)
def way_of(model: type[Model]) -> Way | None:
    """How its rows are counted; None for standing data or rows without a time of their own."""
    times = [field for field in model._meta.concrete_fields if isinstance(field, DateTimeField)]
    own = [field.name for field in sorted(times, key=lambda field: field.null) if field.name not in NOT_ITS_TIME]
    place = _place(model)
    if model is CharterItem or not own or place is None:
        return None
    return Way(own[0], *place)


def _place(model: type[Model]) -> tuple[str, bool] | None:
    units = {field.name for field in model._meta.concrete_fields if field.related_model is Unit}
    if "centre" in units:
        return "centre_id", False
    if path := path_to(model, Matter):
        first = (
            model._meta.get_field(path.removesuffix("_id")) if path.count("__") == 0 and _is_key(model, path) else None
        )
        if "__" not in path and first is None:
            return path, True
        return f"{path.removesuffix('_id')}__centre_id", False
    return ("unit_id", False) if "unit" in units else _by_parent(model)


def _by_parent(model: type[Model]) -> tuple[str, bool] | None:
    """The place of a row through its parent."""
    for field in model._meta.concrete_fields:
        parent = field.related_model
        if isinstance(parent, type) and issubclass(parent, Model) and parent._meta.app_label == model._meta.app_label:
            own = {each.name for each in parent._meta.concrete_fields if each.related_model is Unit}
            for name in ("centre", "unit"):
                if name in own:
                    return f"{field.name}__{name}_id", False
    return None


def is_counted(rule: RecordRule) -> bool:
    """Whether its rows have a time and a place; standing data has not."""
    context, _, rest = rule.stores.partition(".")
    model: type[Model] = apps.get_model(context, rest.partition(".")[0])
    return way_of(model) is not None


def _is_key(model: type[Model], path: str) -> bool:
    return any(field.attname == path and field.is_relation for field in model._meta.concrete_fields)


def _filled(model: type[Model], name: str) -> Q:
    """Filter: the field the rule names is filled; every row where it names none."""
    if not name:
        return Q()
    field: Field[object, object] = model._meta.get_field(name)  # type: ignore[assignment]
    if field.is_relation or field.null:
        return Q(**{f"{name}__isnull": False})
    if isinstance(field, BooleanField):
        return Q(**{name: True})
    if isinstance(field, CharField | TextField) and not getattr(field, "is_concealed", False):
        return ~Q(**{name: ""})
    return Q()
