"""Storage of bytes: under the data directory, named by hash, readable by the product alone."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

SMALL = ".small"  # beside a picture: what lists show
PIECE = 1 << 20


def root() -> Path:
    """The folder of all stored bytes."""
    return Path(settings.DATA_DIR) / "files"


def path_of(sha256: str, *, small: bool = False) -> Path:
    """The path of bytes with this hash, stored or not."""
    return root() / sha256[:2] / (sha256[2:] + (SMALL if small else ""))


def open_file(sha256: str, *, small: bool = False) -> BinaryIO:
    """Kept bytes, to read. Raises FileNotFoundError."""
    return path_of(sha256, small=small).open("rb")


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A temporary folder for one upload; removed afterwards in any case."""
    folder = root() / "incoming" / secrets.token_hex(12)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        for path in folder.iterdir():
            path.unlink(missing_ok=True)
        folder.rmdir()


def write(path: Path, pieces: Iterable[bytes]) -> str:
    """Write a new file that only the product reads; returns the hash of what was written."""
    digest = hashlib.sha256()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def hash_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put(path: Path, sha256: str, *, small: bool = False) -> None:
    """Move a finished file to its place, durably: after a power cut the bytes are there, or the row is not."""
    target = path_of(sha256, small=small)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o600)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove(sha256: str) -> None:
    """Take bytes off the shelf, their small picture too."""
    for small in (False, True):
        path_of(sha256, small=small).unlink(missing_ok=True)


def kept() -> Iterator[tuple[str, float]]:
    """Every hash on the shelf with the moment its bytes were put there (seconds)."""
    for path in root().glob("[0-9a-f][0-9a-f]/*"):
        if not path.name.endswith(SMALL):
            with contextlib.suppress(FileNotFoundError):
                yield path.parent.name + path.name, path.stat().st_mtime


def left_behind() -> Iterator[tuple[Path, float]]:
    """Folders of uploads whose process was killed, with the moment they were made."""
    for path in (root() / "incoming").glob("*"):
        with contextlib.suppress(FileNotFoundError):
            yield path, path.stat().st_mtime


def clear(folder: Path) -> None:
    """Remove such a folder."""
    for path in folder.iterdir():
        path.unlink(missing_ok=True)
    folder.rmdir()
