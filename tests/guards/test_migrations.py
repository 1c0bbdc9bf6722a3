"""The tables are what the models say, and what a release writes the next one can still read."""

import re

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.support.source import PACKAGE, contexts, report


def test_no_model_change_without_its_migration() -> None:
    loader = MigrationLoader(None)
    with translation.override(None):  # labels are compared in the language they are written in
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph, trim_to_apps={path.name for path in contexts()})
    report(
        [
            f"{app}: {operation.describe()}"
            for app, found in changes.items()
            for m in found
            for operation in m.operations
        ],
        why="Run ./run firstdesk makemigrations:",
    )


def test_one_leaf_per_context() -> None:
    """Two branches of migrations cannot both be last."""
    conflicts = MigrationLoader(None).detect_conflicts()
    report([f"{app}: {', '.join(names)}" for app, names in conflicts.items()], why="Renumber one of them:")


def test_migrations_have_names() -> None:
    """`0004_auto_20261121_1930` tells nobody what changed."""
    found = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.glob("*/migrations/[0-9]*.py")
        if re.search(r"_auto_\d+|_and_more", path.stem)
    ]
    report(found, why="Rename these after what they change:")
