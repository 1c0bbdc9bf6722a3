"""Every state is somebody's turn, and can be reached: a state nobody owns is where matters fall between desks."""

import importlib
from types import ModuleType

import pytest
from django.apps import apps
from django.db import models

from tests.support.source import contexts, report

MODULES = [
    importlib.import_module(f"firstdesk.{path.name}.states") for path in contexts() if (path / "states.py").exists()
]


def machines() -> list[tuple[ModuleType, str, type[models.TextChoices]]]:
    """Each table of moves with the choices it speaks of."""
    found = []
    for module in MODULES:
        for name, table in vars(module).items():
            if name.endswith("MOVES") and isinstance(table, dict):
                found.append((module, name, type(next(iter(table)))))
    return found


@pytest.mark.parametrize(("module", "name", "choices"), machines(), ids=lambda value: getattr(value, "__name__", value))
def test_moves_are_complete_and_reachable(module: ModuleType, name: str, choices: type[models.TextChoices]) -> None:
    """Every state has its row, leads only to known states, and can be reached from the first one."""
    moves: dict[str, frozenset[str]] = getattr(module, name)
    report([str(s) for s in choices if s not in moves], why=f"{module.__name__}.{name} lacks a row for:")
    report([str(t) for row in moves.values() for t in row if t not in choices], why=f"{name} leads to unknown states:")
    reached, edge = set(), {_initial(choices)}
    while edge:
        reached |= edge
        edge = {target for state in edge for target in moves[state]} - reached
    report([str(s) for s in choices if s not in reached], why=f"{module.__name__}.{name}: these are never reached:")


@pytest.mark.parametrize("module", [m for m in MODULES if hasattr(m, "OWNER")], ids=lambda m: m.__name__)
def test_every_state_is_somebodys_turn(module: ModuleType) -> None:
    """To-do lists derive from OWNER and nothing else."""
    choices = type(next(iter(module.MOVES)))
    report([str(s) for s in choices if s not in module.OWNER], why=f"{module.__name__}.OWNER says nothing of:")
    nobody = {s for s, owner in module.OWNER.items() if str(owner) == "nobody"}
    opened = set(getattr(module, "OPEN", ()))
    report([str(s) for s in nobody & opened], why="An open state is always somebody's turn; these are nobody's:")


def _initial(choices: type[models.TextChoices]) -> str:
    """The default of the model field that holds these states; the first one where no model does."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if field.choices and isinstance(field.default, choices):
                return field.default
    return next(iter(choices))
