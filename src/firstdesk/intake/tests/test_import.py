"""An import: every row becomes a matter or a reported fault; nothing comes in twice; a kill loses nothing."""

from pathlib import Path

import pytest
from django.db import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.intake.models import ImportFault, ImportRun, Report
from firstdesk.intake.services.imports import running
from firstdesk.intake.services.imports.running import begin, check_file, prepare_import, run_import
from firstdesk.intake.states import ImportState
from firstdesk.intake.tests.files import line, new_import, sheet, write
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.triage.models import Decision

pytestmark = pytest.mark.django_db


def done(desk: Desk, path: Path, **changes: object) -> ImportRun:
    run = prepare_import(new_import(desk.centre.unit, path, **changes), by=desk.by, at=desk.at)
    begin(run, by=desk.by, at=desk.at)
    return run_import(run.pk, at=desk.at)


def faults(run: ImportRun) -> dict[int, tuple[str, str]]:
    return {f.row_number: (f.column, f.message) for f in ImportFault.objects.filter(run=run)}


def test_rows_become_matters(tmp_path: Path) -> None:
    desk = make_desk(CentreKind.GOVERNANCE)
    run = done(desk, write(tmp_path, line(1), line(2, label="环保"), line(3, label="自办")))
    assert (run.state, run.imported, run.failed) == (ImportState.DONE, 3, 0)
    states = dict(Matter.objects.values_list("report__source_id", "state"))
    assert states == {"1": State.OFFERED, "2": State.ESCALATED, "3": State.HANDLING}
    report = Report.objects.get(source_id="1")
    assert report.received_at.isoformat() == "2025-09-01T00:05:09+00:00"
    assert report.matter.registered_at == desk.at and report.matter.first_receiver is None
    assert Decision.objects.count() == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    desk = make_desk()
    run = done(desk, write(tmp_path, line(1, text="下水道堵塞㐀"), encoding=encoding))
    assert (run.imported, Report.objects.get().narrative) == (1, "下水道堵塞㐀")


def test_a_file_in_no_encoding(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes("编号".encode() + b"\xff\xff\xfe")
    with pytest.raises(Refusal):
        prepare_import(new_import(make_desk().centre.unit, path), by=make_desk().by, at=make_desk().at)


def test_dates_of_several_kinds_in_one_column(tmp_path: Path) -> None:
    desk = make_desk()
    kinds = ["2025/9/1 8:05:09", "2025-09-01 08:05", "2025年9月1日", "20250901", "２０２５/９/１", "2025.9.1"]
    run = done(desk, write(tmp_path, *(line(n, when=when) for n, when in enumerate(kinds))))
    assert (run.imported, run.failed) == (6, 0)


def test_faults_name_row_and_column_and_say_nothing_of_the_person(tmp_path: Path) -> None:
    desk = make_desk()
    secret = "张三13800138000"
    rows = [
        line(1, when=secret), line(2, label=secret), line(3, text=""), line("", text=secret), line(5) + ",多一格",
        line(6, when="2031/1/1 0:00:00"), line(7),
    ]  # fmt: skip
    run = done(desk, write(tmp_path, *rows))
    found = faults(run)
    assert (run.imported, run.failed, set(found)) == (1, 6, {1, 2, 3, 4, 5, 6})
    assert [found[n][0] for n in (1, 2, 3, 4, 6)] == ["时间", "标签", "内容", "编号", "时间"]
    assert not any("13800138000" in message for _column, message in found.values())


def test_a_number_twice_in_one_file(tmp_path: Path) -> None:
    desk = make_desk()
    run = done(desk, write(tmp_path, line(1), line(2), line("１")))
    assert (run.imported, run.failed) == (2, 1)
    assert "1" in faults(run)[3][1]


def test_a_number_imported_before(tmp_path: Path) -> None:
    desk = make_desk()
    done(desk, write(tmp_path, line(1)))
    run = done(desk, write(tmp_path, line(1), line(2), name="second.csv"))
    assert (run.imported, run.failed) == (1, 1)
    assert Matter.objects.get(report__source_id="1").number in faults(run)[1][1]


def test_another_centre_may_import_from_the_same_system(tmp_path: Path) -> None:
    one, other = make_desk(), make_desk()
    path = write(tmp_path, line(1), line(2))
    done(one, path)
    assert check_file(new_import(other.centre.unit, path), at=other.at).known == 0
    run = done(other, path)
    assert (run.imported, run.failed) == (2, 0)
    assert set(Report.objects.values_list("source_id", "source_centre")) == {
        (number, desk.centre.unit.pk) for number in ("1", "2") for desk in (one, other)
    }


def test_the_same_file_is_the_same_run(tmp_path: Path) -> None:
    desk = make_desk()
    path = write(tmp_path, line(1))
    first = done(desk, path)
    again = prepare_import(new_import(desk.centre.unit, path), by=desk.by, at=desk.later(hours=1))
    assert again.pk == first.pk
    with pytest.raises(NotAllowed):
        begin(again, by=desk.by, at=desk.later(hours=1))
    assert Matter.objects.count() == 1


def test_long_bodies_line_breaks_and_full_width_text(tmp_path: Path) -> None:
    desk = make_desk()
    body = "第一行\n第二行，ＡＢＣ１２３" + "长" * 12_000
    run = done(desk, write(tmp_path, line(1, text=body)))
    assert (run.imported, Report.objects.get().narrative) == (1, body)


def test_nul_and_control_characters(tmp_path: Path) -> None:
    desk = make_desk()
    run = done(desk, write(tmp_path, line(1, text="坏\x00了\x07")))
    assert (run.imported, Report.objects.get().narrative) == (1, "坏了\x07")


def test_spreadsheet(tmp_path: Path) -> None:
    desk = make_desk()
    when = desk.at.replace(tzinfo=None)
    run = done(
        desk, sheet(tmp_path, [1, "甲", when, "电梯坏了", "物业"], [2.0, "乙", "2025/9/1", "噪声", "环保"], [None] * 5)
    )
    assert (run.total, run.imported) == (2, 2)
    assert set(Report.objects.values_list("source_id", flat=True)) == {"1", "2"}
    assert Report.objects.get(source_id="1").received_at == desk.at


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    desk = make_desk()
    checked = check_file(new_import(desk.centre.unit, write(tmp_path, line(1), line(2, when="x"))), at=desk.at)
    assert (checked.total, checked.good, checked.bad) == (2, 1, 1)
    assert not Matter.objects.exists() and not ImportRun.objects.exists()


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    desk = make_desk()
    with pytest.raises(Refusal, match="编号"):
        prepare_import(new_import(desk.centre.unit, path), by=desk.by, at=desk.at)


@pytest.mark.parametrize("key", ["columns.nonsense", "nonsense"])
def test_a_mapping_with_an_unknown_key(tmp_path: Path, key: str) -> None:
    desk = make_desk()
    change = {"nonsense": 1} if key == "nonsense" else {"columns": {"nonsense": "x"}}
    with pytest.raises(Refusal, match="nonsense"):
        prepare_import(new_import(desk.centre.unit, write(tmp_path, line(1)), **change), by=desk.by, at=desk.at)


def test_killed_and_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    desk = make_desk()
    monkeypatch.setattr(running, "BATCH", 2)
    run = prepare_import(
        new_import(desk.centre.unit, write(tmp_path, *(line(n) for n in range(7)))), by=desk.by, at=desk.at
    )
    begin(run, by=desk.by, at=desk.at)

    class Killed(BaseException):
        pass

    def kill(run: ImportRun) -> None:
        if run.position >= 4:
            raise Killed

    with pytest.raises(Killed):
        run_import(run.pk, at=desk.at, tell=kill)
    run.refresh_from_db()
    assert (run.state, run.position, run.imported) == (ImportState.RUNNING, 4, 4)
    begin(run, by=desk.by, at=desk.later(minutes=5))
    with django_capture_on_commit_callbacks(execute=True):
        run = run_import(run.pk, at=desk.later(minutes=5))
    assert (run.state, run.imported, Matter.objects.count()) == (ImportState.DONE, 7, 7)
    assert not Path(run.path).exists()


def test_an_error_stops_the_run_and_says_so(tmp_path: Path) -> None:
    desk = make_desk()
    run = prepare_import(new_import(desk.centre.unit, write(tmp_path, line(1))), by=desk.by, at=desk.at)
    begin(run, by=desk.by, at=desk.at)
    Path(run.path).write_text("a,b\n1,2\n", encoding="utf-8")
    run = run_import(run.pk, at=desk.at)
    assert run.state == ImportState.FAILED and run.message


def test_only_a_row_the_database_refuses_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk()
    real = running.register_many

    def refuse(news: list[object], **rest: object) -> object:
        if any(new.source_id == "2" for new in news):  # type: ignore[attr-defined]
            raise Refusal("no")
        return real(news, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "register_many", refuse)
    run = done(desk, write(tmp_path, *(line(n) for n in range(5))))
    assert (run.imported, run.failed, set(faults(run))) == (4, 1, {3})


def test_a_database_that_is_busy_stops_the_run_and_loses_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk()
    run = prepare_import(new_import(desk.centre.unit, write(tmp_path, line(1), line(2))), by=desk.by, at=desk.at)
    begin(run, by=desk.by, at=desk.at)

    def busy(*_news: object, **_rest: object) -> object:
        raise OperationalError("deadlock detected")

    with monkeypatch.context() as patched, pytest.raises(OperationalError):
        patched.setattr(running, "register_many", busy)
        run_import(run.pk, at=desk.at)
    run.refresh_from_db()
    assert (run.state, run.position, run.failed) == (ImportState.FAILED, 0, 0)
    begin(run, by=desk.by, at=desk.at)
    run = run_import(run.pk, at=desk.at)
    assert (run.state, run.imported, run.failed) == (ImportState.DONE, 2, 0)


def test_what_the_gates_refuse_waits_to_be_classified(tmp_path: Path) -> None:
    """At a police office a report of the grid is checked before it is sent on: it comes in, and waits."""
    desk = make_desk(CentreKind.GOVERNANCE)
    constants = {"channel": "grid", "place": "p", "nature": "complaint", "remit": "outside"}
    path = write(tmp_path, line(1), line(2), line(3))
    run = prepare_import(new_import(desk.centre.unit, path, constants=constants), by=desk.by, at=desk.at)
    begin(run, by=desk.by, at=desk.at)
    run = run_import(run.pk, at=desk.at)
    assert run.failed == 3  # the first receiver is asked for: nobody took these down
    assert not Matter.objects.exists()


def test_not_for_another_centre(tmp_path: Path) -> None:
    desk, other = make_desk(), make_desk()
    with pytest.raises(NotAllowed):
        prepare_import(new_import(desk.centre.unit, write(tmp_path, line(1))), by=other.by, at=desk.at)


def test_recorded(tmp_path: Path) -> None:
    desk = make_desk()
    run = done(desk, write(tmp_path, line(1)))
    entries = Entry.objects.filter(chain=run.ledger_chain).order_by("seq").values_list("verb", flat=True)
    assert list(entries) == ["import.checked", "import.started", "import.done"]
