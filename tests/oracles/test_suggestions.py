"""Suggestions learned from real citizens' messages, measured on subjects that were not learned from.

A plain linear support vector machine on characters and pairs of characters reaches macro-F1 0.885 there. The messages are
third-party data and not in this repository: they are looked for in FIRSTDESK_DATA, else in ../shared/data beside it, and
the test skips loudly where they are not. Nothing of a row is printed.
"""

import os
from pathlib import Path

import pytest

from firstdesk.triage.services.learning.trials import evaluate

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("FIRSTDESK_DATA", ROOT.parent / "shared" / "data")) / "messages"
SUBJECTS, BODIES = DATA / "subjects_labelled.csv", DATA / "messages_full_1000.csv"
PLAIN = 0.885

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SUBJECTS.is_file() and BODIES.is_file()),
        reason=f"NOT RUN: the real messages are not in {DATA}; set FIRSTDESK_DATA to the folder that holds messages/",
    ),
]


def test_it_beats_the_plain_machine() -> None:
    trial = evaluate([SUBJECTS])
    assert (trial.learned_from, trial.found.texts, trial.found.values) == (6383, 1817, 7)
    assert trial.found.macro_f1 > PLAIN + 0.005, trial.found
    assert trial.size < 5_000_000


def test_more_so_with_the_bodies_of_messages_that_are_not_asked_about() -> None:
    trial = evaluate([SUBJECTS, BODIES])
    assert trial.found.texts == 1817
    assert trial.found.macro_f1 > PLAIN + 0.01, trial.found
