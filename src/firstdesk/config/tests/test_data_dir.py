import errno
import threading
from pathlib import Path

import pytest

from firstdesk.config.data_dir import hold, hold_or_share, unwritable
from firstdesk.config.messages import Problem


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    with hold(tmp_path / "new", "up") as first:
        assert first.mine
        first.announce("http://127.0.0.1:8000")
        with hold(tmp_path / "new", "up") as second:
            assert not second.mine
            assert second.kind == "up"
            assert second.details == "http://127.0.0.1:8000"
    with hold(tmp_path / "new", "up") as third:
        assert third.mine


def test_a_command_shares_with_up(tmp_path: Path) -> None:
    with hold(tmp_path, "up"), hold_or_share(tmp_path) as holder:
        assert not holder.mine


def test_a_command_waits_for_another_to_end(tmp_path: Path) -> None:
    started, end = threading.Event(), threading.Event()

    def first() -> None:
        with hold_or_share(tmp_path):
            started.set()
            end.wait(5)

    thread = threading.Thread(target=first)
    thread.start()
    started.wait(5)
    threading.Timer(0.3, end.set).start()
    with hold_or_share(tmp_path, patience=10) as holder:
        assert holder.mine
    thread.join()


def test_a_command_does_not_wait_for_ever(tmp_path: Path) -> None:
    with hold(tmp_path, "command"), pytest.raises(Problem), hold_or_share(tmp_path, patience=0):
        pass


def test_a_directory_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(Problem, match="--data"), hold(tmp_path / "data", "up"):
        pass


def test_a_full_disk_is_called_so() -> None:
    assert "full" in unwritable(Path("/data"), OSError(errno.ENOSPC, "No space left on device")).en
