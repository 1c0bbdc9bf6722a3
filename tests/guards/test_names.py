"""Names in tables must lead somewhere: a reaction or a ticker task that is misspelt would be silence at night."""

import ast

import pytest
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from firstdesk.config.cli import tick
from firstdesk.config.reactions import REACTIONS
from firstdesk.matters.states import EVENT
from tests.support.source import Source, calls, dotted, product, report


def test_reactions_resolve() -> None:
    """Every event is one that a matter can go through, every job is one that the worker knows."""
    report([event for event in REACTIONS if event not in EVENT], why="config/reactions.py names unknown events:")
    report(
        [f"{event}: {name}" for event, names in REACTIONS.items() for name in names if name not in app.tasks],
        why="config/reactions.py defers jobs that no tasks.py declares:",
    )


def test_deferred_jobs_resolve() -> None:
    """The name given to common.jobs.defer is a literal or a constant of the same file, and a task of that name exists."""
    found = []
    for source in product():
        for call, name in calls(source.tree):
            if name in {"jobs.defer", "defer"} and call.args and source.context != "common":
                job = _text(call.args[0], source)
                if job not in app.tasks:
                    found.append(f"{source.name}:{call.lineno} {job}")
    report(found, why="No task has this name:")


def _text(node: ast.expr, source: Source) -> object:
    if isinstance(node, ast.Name):
        for statement in source.tree.body:
            if isinstance(statement, ast.Assign) and any(dotted(target) == node.id for target in statement.targets):
                return getattr(statement.value, "value", None)
    return getattr(node, "value", None)


@pytest.mark.parametrize("name", sorted(tick.TASKS))
def test_ticker_tasks_resolve(name: str) -> None:
    assert callable(import_string(name))
