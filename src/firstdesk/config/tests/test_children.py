import sys
import time
from pathlib import Path

import pytest

from firstdesk.config.cli import children
from firstdesk.config.cli.children import Child
from firstdesk.config.messages import Problem


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children.time, "sleep", lambda seconds: None)


def test_a_fallen_child_is_started_again_until_it_falls_too_often(tmp_path: Path) -> None:
    child = Child("web", [sys.executable, "-c", "print('我在')"], tmp_path / "log")
    child.start()
    with pytest.raises(Problem, match="web"):
        for _ in range(children.FALLS_ALLOWED + 1):
            assert child.process
            child.process.wait(10)
            child.watch()
    assert child.log.read_text().count("我在") == children.FALLS_ALLOWED


def test_a_child_that_is_killed_is_started_again_however_often(tmp_path: Path) -> None:
    child = Child("web", ["sleep", "30"], tmp_path)
    child.start()
    for _ in range(children.FALLS_ALLOWED + 3):
        killed = child.process
        assert killed
        killed.kill()
        killed.wait(10)
        child.watch()
        assert child.process is not killed
    child.stop()


def test_a_child_that_asks_to_begin_anew_has_not_fallen(tmp_path: Path) -> None:
    child = Child("worker", [sys.executable, "-S", "-c", f"raise SystemExit({children.ANEW})"], tmp_path)
    child.start()
    for _ in range(children.FALLS_ALLOWED + 3):
        ended = child.process
        assert ended
        ended.wait(10)
        child.watch()
        assert child.process is not ended
    child.stop()


def test_a_running_child_is_left_alone_and_stops_when_told(tmp_path: Path) -> None:
    child = Child("tick", ["sleep", "30"], tmp_path)
    child.start()
    process = child.process
    child.watch()
    assert child.process is process
    child.stop()
    assert process and process.returncode == -15
    child.stop()


def test_a_deaf_child_is_killed(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(30)"
    child = Child("worker", [sys.executable, "-c", deaf], tmp_path)
    child.start()
    deadline = time.monotonic() + 10
    while not child.log.read_text() and time.monotonic() < deadline:
        pass
    child.stop(patience=0.1)
    assert child.process and child.process.returncode == -9


def test_a_large_log_starts_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LARGEST_LOG", 3)
    (tmp_path / "web.log").write_text("old words")
    child = Child("web", ["true"], tmp_path)
    child.start()
    assert child.process
    child.process.wait()
    assert (tmp_path / "web.log.1").read_text() == "old words"
    assert child.log.read_text() == ""
