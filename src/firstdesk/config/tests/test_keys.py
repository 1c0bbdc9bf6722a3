"""The keys and the certificates by command: what an administrator sees, and what is noted."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from firstdesk.common.secrecy import ring
from firstdesk.config import keys
from firstdesk.config.cli import keys as command
from firstdesk.config.cli import prepare, seals
from firstdesk.config.messages import Problem
from firstdesk.directory.tests.factories import make_unit
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry

pytestmark = pytest.mark.django_db
AT = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_a_new_key_is_noted_and_the_rest_follows_in_a_job(data_dir: Path) -> None:
    key = keys.rotate(by=Actor.system("test"), at=AT)
    kept = ring.load(data_dir)
    assert kept.keys[0].id == key.id and len(kept.keys) == 2
    entry = Entry.objects.get(verb="keys.rotated")
    assert entry.after == {"key": key.id}
    assert ProcrastinateJob.objects.filter(task_name=keys.JOB).count() == 1
    keys.rotate(by=Actor.system("test"), at=AT)  # at once again: no harm
    assert len(ring.load(data_dir).keys) == 3


def test_the_list_never_shows_a_key(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.rotate(argparse.Namespace())
    capsys.readouterr()
    command.show(argparse.Namespace(json=True))
    rows = json.loads(capsys.readouterr().out)
    command.show(argparse.Namespace(json=False))
    said = capsys.readouterr().out
    assert [row["is_newest"] for row in rows] == [True, False] and "在用" in said
    for key in ring.load(data_dir).keys:
        assert key.id in said and key.secret not in said + json.dumps(rows)
    assert command.renew(argparse.Namespace()) == 0


def test_nothing_starts_with_texts_and_no_keys(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstdesk.common.secrecy.stored.is_any", lambda _connection: True)
    with pytest.raises(Problem, match=ring.NAME):
        prepare.ready()
    assert not (data_dir / ring.NAME).exists()


def test_certificates_by_command(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit = make_unit()
    seals.issue_test(argparse.Namespace(unit=unit.code, name="某人民调解委员会"))
    seals.show(argparse.Namespace())
    said = capsys.readouterr().out
    assert said.count("某人民调解委员会") == 2 and "测试" in said and unit.code in said
    with pytest.raises(Problem):
        seals.issue_test(argparse.Namespace(unit="none", name=""))
    with pytest.raises(Problem):
        seals.take(argparse.Namespace(unit=unit.code, file=data_dir / "none.p12"))
