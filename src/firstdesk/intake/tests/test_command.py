"""`firstdesk import`: figures, exit codes, the bar; the same run when given again."""

import argparse
import io
import json
from pathlib import Path

import pytest
import yaml

from firstdesk.config.cli import imports
from firstdesk.config.messages import Problem
from firstdesk.intake.management.foreground import Order, bar, import_file
from firstdesk.intake.models import ImportRun
from firstdesk.intake.tests.files import MAPPING, line, write
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def order(desk: Desk, folder: Path, *lines: str, **changes: object) -> Order:
    (folder / "m.yaml").write_text(yaml.safe_dump(MAPPING, allow_unicode=True), encoding="utf-8")
    path = write(folder, *lines)
    values = {"file": path, "mapping": str(folder / "m.yaml"), "centre": desk.centre.unit.code}
    return Order(**(values | {"username": desk.officer.username, "quiet": True} | changes))  # type: ignore[arg-type]


def test_figures(desk: Desk, tmp_path: Path) -> None:
    done = import_file(order(desk, tmp_path, line(1), line(2, when="x")))
    assert (done["rows"], done["imported"], done["faults"], done["state"]) == (2, 1, 1, "done")
    assert done["first_problems"][0]["row"] == 2
    assert import_file(order(desk, tmp_path, line(1), line(2, when="x")))["repeated"]
    assert Matter.objects.count() == 1


def test_dry_run(desk: Desk, tmp_path: Path) -> None:
    found = import_file(order(desk, tmp_path, line(1), dry_run=True))
    assert (found["good"], found["faults"]) == (1, 0) and not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [({"file": Path("no.csv")}, 2), ({"centre": "no"}, 2), ({"username": "nobody"}, 2), ({"mapping": "no"}, 2)],
)
def test_what_cannot_be_done_is_one_sentence(desk: Desk, tmp_path: Path, change: dict[str, object], code: int) -> None:
    given = order(desk, tmp_path, line(1), **change)
    words = ["import", str(given.file), "--mapping", given.mapping, "--centre", given.centre, "--as", given.username]
    with pytest.raises(Problem) as problem:
        _run(words)
    assert problem.value.code == code and str(problem.value)


def test_not_in_the_name_of_somebody_without_the_permission(desk: Desk, tmp_path: Path) -> None:
    words = _words(order(desk, tmp_path, line(1), username=desk.centre.people["auditor"].username))
    with pytest.raises(Problem):
        _run(words)


def test_exit_codes_and_json(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run([*_words(order(desk, tmp_path, line(1), line(2))), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["imported"] == 2
    assert _run(_words(order(desk, tmp_path, line(3), line(3)))) == 1
    assert "第 2 行" in capsys.readouterr().out


def test_the_bar() -> None:
    out = io.StringIO()
    bar(out)(ImportRun(total=10, position=5, imported=4, failed=1))
    assert "5/10" in out.getvalue() and out.getvalue().count("█") == 15


def _words(given: Order) -> list[str]:
    return ["import", str(given.file), "--mapping", given.mapping, "--centre", given.centre, "--as", given.username]


def _run(words: list[str]) -> int:
    parser = argparse.ArgumentParser()
    imports.register(parser.add_subparsers())
    parsed = parser.parse_args(words)
    return int(parsed.run(parsed))
