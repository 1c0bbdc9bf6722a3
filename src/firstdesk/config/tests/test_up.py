import socket
from pathlib import Path

import pytest

from firstdesk.config.cli import main, up
from firstdesk.config.data_dir import hold
from firstdesk.config.messages import Problem


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTDESK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FIRSTDESK_LANG", "en")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(up.signal, "signal", lambda *_: None)


def test_a_taken_port(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind((up.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main.main(["up", "--port", str(port)]) == 7
    said = capsys.readouterr().err
    assert f"Port {port} cannot be used" in said
    assert "Traceback" not in said


def test_a_second_up_on_the_same_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with hold(tmp_path, "up") as first:
        first.announce("http://127.0.0.1:8000")
        assert main.main(["up"]) == 8
    assert "http://127.0.0.1:8000" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "70000", "eighty"])
def test_a_port_that_is_none(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(["up", "--port", port])
    assert ended.value.code == 2
    assert "is no port" in capsys.readouterr().err


def test_pages_that_never_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(up, "PATIENCE", 0)
    with pytest.raises(Problem, match="web.log"):
        up._wait_for_pages(1, up.Child("web", ["true"], tmp_path))


def test_a_wrong_setting_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FIRSTDESK_MODE", "live")
    assert main.main(["up"]) == 1
    assert "demo or production" in capsys.readouterr().err
