"""What a table promises must be written in it."""

import inspect

from django.apps import apps
from django.db import models

from tests.support.source import report


def ours() -> list[type[models.Model]]:
    """The models of the product, proxies left out."""
    return [model for model in apps.get_models() if model.__module__.startswith("firstdesk.")]


def test_mutability_is_declared() -> None:
    """Whether rows may change is a decision; "append_only" is then enforced by a trigger, not by manners."""
    report(
        [
            f"{model._meta.label}: {vars(model).get('mutability', 'not declared')}"
            for model in ours()
            if vars(model).get("mutability") not in {"mutable", "append_only"} and not model._meta.auto_created
        ],
        why='Every model says mutability = "mutable" or "append_only".',
    )


def test_times_have_their_person() -> None:
    """When something was done says little without who did it: `*_at` and `*_by` travel in pairs.

    A time that nobody causes (a promise comes due, a phone rings) is listed in `times_of_the_world`; one that may be
    empty stands with its person in one constraint. `changed_at` is the ledger's own time.
    """
    found = []
    for model in ours():
        names = {field.name for field in model._meta.get_fields()}
        world = {"changed_at", *getattr(model, "times_of_the_world", ())}
        for field in model._meta.local_fields:
            if not isinstance(field, models.DateTimeField) or field.name in world or not field.name.endswith("_at"):
                continue
            person = field.name.removesuffix("_at") + "_by"
            if person not in names:
                found.append(f"{model._meta.label}.{field.name}: no {person}")
            elif field.null and not _constrained(model, field.name):
                found.append(f"{model._meta.label}.{field.name}: may be empty, and no constraint names it")
    report(found, why="Give *_at its *_by under a constraint, or list it in times_of_the_world.")


def test_no_logic_in_save() -> None:
    """A save() that does more than save surprises whoever calls update(), bulk_create() or a migration."""
    report(
        [
            f"{model._meta.label}.{name}"
            for model in ours()
            for name in ("save", "delete")
            if name in vars(model) and inspect.isfunction(vars(model)[name])
        ],
        why="No save() or delete() override: what must always hold is a constraint or a trigger, the rest is a service.",
    )


def test_strings() -> None:
    """A row in a list, a log or an error must say which row it is."""
    report(
        [model._meta.label for model in ours() if model.__str__ is models.Model.__str__],
        why="Give the model a __str__.",
    )


def _constrained(model: type[models.Model], name: str) -> bool:
    return any(
        isinstance(constraint, models.CheckConstraint) and f"'{name}" in repr(constraint)
        for constraint in model._meta.constraints
    )
