"""The data directory belongs to one process at a time: `up`, or a single command run without it."""

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from firstdesk.config.messages import Problem


@dataclass
class Holder:
    """Who holds the directory. `mine` is true inside a `with` block that got it."""

    mine: bool
    kind: str  # "up", "command", or "" when unknown
    details: str  # the address an `up` answers at, once it does
    file: TextIO | None = None

    def announce(self, details: str) -> None:
        """Note for others what the holder offers, such as its address."""
        if self.file:
            _write(self.file, f"{self.kind}\n{os.getpid()}\n{details}\n")


@contextlib.contextmanager
def hold(data_dir: Path, kind: str) -> Iterator[Holder]:
    """Take the directory for the length of the block, or say who has it. Raises Problem where it cannot be written."""
    try:
        if not data_dir.exists():
            data_dir.mkdir(parents=True)
            data_dir.chmod(0o711)  # others may pass, as PostgreSQL under another user must, but not look around
        file = (data_dir / "lock").open("a+")
    except OSError as error:
        raise unwritable(data_dir, error) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            lines = [*file.read().splitlines(), "", "", ""]
            yield Holder(mine=False, kind=lines[0], details=lines[2])
        else:
            holder = Holder(mine=True, kind=kind, details="", file=file)
            try:
                holder.announce("")
            except OSError as error:
                raise unwritable(data_dir, error) from error
            yield holder


@contextlib.contextmanager
def hold_or_share(data_dir: Path, *, patience: float = 60) -> Iterator[Holder]:
    """As `hold` for one command: shares with a running `up`, waits for another single command to end."""
    deadline = time.monotonic() + patience
    while True:
        with hold(data_dir, "command") as holder:
            if holder.mine or holder.kind == "up":
                yield holder
                return
        if time.monotonic() > deadline:
            raise Problem(
                f"另一个 firstdesk 命令正在使用 {data_dir}。请等它结束后再试。",
                f"Another firstdesk command is using {data_dir}. Try again when it has ended.",
            )
        time.sleep(0.2)


def unwritable(path: Path, error: OSError) -> Problem:
    """One sentence for what may go wrong when a directory is to be written."""
    if error.errno == errno.ENOSPC:
        return Problem(
            f"磁盘已满：无法写入 {path}。请腾出空间，或用 --data 指定别的目录。",
            f"The disk is full: {path} cannot be written. Free some space, or name another directory with --data.",
            code=4,
        )
    return Problem(
        f"无法写入 {path}（{error.strerror}）。请检查目录权限，或用 --data 指定别的目录。",
        f"{path} cannot be written ({error.strerror}). Check its permissions, or name another directory with --data.",
        code=4,
    )


def _write(file: TextIO, text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()
