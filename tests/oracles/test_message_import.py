"""9,289 real citizens' messages come in whole: rows in = matters + reported faults, each classified by its label.

The messages are third-party data and not in this repository: they are looked for in FIRSTDESK_DATA, else in
../shared/data beside it, and the tests skip loudly where they are not. Nothing of a row is printed.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from firstdesk.directory.models import CentreKind
from firstdesk.directory.services import add_remit
from firstdesk.directory.tests.factories import LONG_AGO, SETUP
from firstdesk.dispatch.models import Referral
from firstdesk.intake.models import ImportFault, ImportRun, Report
from firstdesk.intake.services.imports.mappings import raw_mapping
from firstdesk.intake.services.imports.running import NewImport, begin, prepare_import, run_import
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.obligations.models import Clock
from firstdesk.triage.models import Decision

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("FIRSTDESK_DATA", ROOT.parent / "shared" / "data")) / "messages"
FILES = {"messages_full_1000.csv": ("messages-full", 1000), "subjects_labelled.csv": ("messages-subjects", 8289)}
ANSWERED = ("urban_construction", "labour_social_security", "education_culture_sport", "environment")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(
        not all((DATA / name).is_file() for name in FILES),
        reason=f"NOT RUN: the real messages are not in {DATA}; set FIRSTDESK_DATA to the folder that holds messages/",
    ),
]


def run_file(desk: Desk, name: str) -> ImportRun:
    new = NewImport(desk.centre.unit, DATA / name, name, raw_mapping(FILES[name][0]))
    run = prepare_import(new, by=desk.by, at=desk.at)
    if run.state != "done":
        begin(run, by=desk.by, at=desk.at)
        run = run_import(run.pk, at=desk.at)
    return run


def test_every_message_comes_in() -> None:
    desk = make_desk(CentreKind.GOVERNANCE)
    for topic in ANSWERED:
        add_remit(unit=desk.centre.linkage, centre=desk.centre.unit, topic=topic, by=SETUP, at=LONG_AGO)
    for name, (_mapping, rows) in FILES.items():
        run = run_file(desk, name)
        assert (run.state, run.total, run.position) == ("done", rows, rows)
        assert run.imported + run.failed == rows
        assert run.failed == ImportFault.objects.filter(run=run).count()
    assert Matter.objects.count() + ImportFault.objects.count() == 9289
    assert ImportFault.objects.count() == 0  # the files have no fault that we know of

    assert Decision.objects.count() == Report.objects.count() == Matter.objects.count()
    states = Counter(Matter.objects.values_list("state", flat=True))
    routes = Counter(Decision.objects.values_list("route", flat=True))
    assert states == {State.OFFERED: routes["refer"], State.ESCALATED: routes["escalate"]}
    assert Referral.objects.count() == routes["refer"] > 0
    running = Clock.objects.filter(state="running").values("matter_id").distinct().count()
    assert running == Matter.objects.count()
    assert sorted(Matter.objects.values_list("seq", flat=True)) == list(range(1, 9290))

    again = run_file(desk, "messages_full_1000.csv")  # the same file, the same run: nothing twice
    assert (again.imported, Matter.objects.count()) == (1000, 9289)
