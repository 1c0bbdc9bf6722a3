"""The ring of keys of one installation: `<data dir>/secrecy.keys`, the newest first, readable by its owner alone.

Whoever holds a stored value and not this file can read nothing. So it is backed up apart from the database, and it is
never made anew where values already stand under an older ring.
"""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

NAME = "secrecy.keys"
FORM = "f1"  # how a value is written: form, id of its key, what was encrypted


class NoRing(Exception):
    """There is no ring of keys in this data directory."""


class NoKey(Exception):
    """The key of a value is not on the ring; `args[0]` is its id, '' where the value is damaged or was never encrypted."""


@dataclass(frozen=True)
class Key:
    """One key. `id` is no secret: it stands in front of every value."""

    id: str
    secret: str
    made_at: str
    spent_at: str = ""  # since when nothing stands under it any more

    @cached_property
    def fernet(self) -> Fernet:
        return Fernet(self.secret)


@dataclass(frozen=True)
class Ring:
    """The keys, the newest first, and the one for digests, which stays."""

    keys: tuple[Key, ...]
    pepper: str

    @property
    def prefix(self) -> str:
        """What values under the newest key begin with."""
        return prefix(self.keys[0])

    def conceal(self, text: str) -> str:
        """The text under the newest key."""
        return self.prefix + self.keys[0].fernet.encrypt(text.encode()).decode()

    def reveal(self, value: str) -> str:
        """The text of a value. Raises NoKey."""
        form, id_, token = (*value.split(".", 2), "", "")[:3]
        if form != FORM or not token:
            raise NoKey("")
        for key in self.keys:
            if key.id == id_:
                try:
                    return key.fernet.decrypt(token).decode()
                except InvalidToken as error:
                    raise NoKey("") from error
        raise NoKey(id_)

    def digest(self, text: str) -> str:
        """The keyed digest of a text: the same for the same text, and worth nothing without the ring."""
        return hmac.new(bytes.fromhex(self.pepper), text.encode(), hashlib.sha256).hexdigest()


def prefix(key: Key) -> str:
    """What values under a key begin with."""
    return f"{FORM}.{key.id}."


def load(data_dir: Path) -> Ring:
    """The ring as it stands in the file now: another process may have turned it. Raises NoRing."""
    path = data_dir / NAME
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise NoRing(str(path)) from error
    return _read(path, status.st_ino, status.st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, inode: int, changed: int) -> Ring:
    stored = json.loads(path.read_text())
    return Ring(tuple(Key(**key) for key in stored["keys"]), stored["pepper"])


def make(data_dir: Path, *, at: datetime) -> Ring:
    """The first ring of an installation; where another process was first, its ring."""
    data_dir.mkdir(parents=True, exist_ok=True)
    fresh = _write(data_dir, Ring((_key(at, ()),), secrets.token_hex(32)))
    with contextlib.suppress(FileExistsError):
        os.link(fresh, data_dir / NAME)
    fresh.unlink()
    _settle(data_dir)
    return load(data_dir)


def turn(data_dir: Path, *, at: datetime) -> Ring:
    """A new key in front of the ring: from now on values are written under it. Older keys go on reading."""
    ring = load(data_dir)
    return _replace(data_dir, replace(ring, keys=(_key(at, ring.keys), *ring.keys)))


def spend(data_dir: Path, ids: frozenset[str], *, at: datetime) -> Ring:
    """Note of these older keys that nothing stands under them any more; of all others that something does."""
    ring = load(data_dir)
    since = at.astimezone(UTC).isoformat()
    keys = (replace(k, spent_at=(k.spent_at or since) if k.id in ids else "") for k in ring.keys[1:])
    return _replace(data_dir, replace(ring, keys=(ring.keys[0], *keys)))


def forget(data_dir: Path, ids: frozenset[str]) -> Ring:
    """Take older keys off the ring for good."""
    ring = load(data_dir)
    return _replace(data_dir, replace(ring, keys=(ring.keys[0], *(k for k in ring.keys[1:] if k.id not in ids))))


def _key(at: datetime, others: tuple[Key, ...]) -> Key:
    taken = {key.id for key in others}
    id_ = next(each for each in iter(lambda: secrets.token_hex(4), "") if each not in taken)
    return Key(id_, Fernet.generate_key().decode(), at.astimezone(UTC).isoformat())


def _replace(data_dir: Path, ring: Ring) -> Ring:
    _write(data_dir, ring).replace(data_dir / NAME)
    _settle(data_dir)
    return load(data_dir)


def _write(data_dir: Path, ring: Ring) -> Path:
    """Durably, before anything is encrypted with it: a key lost in a power cut would take its texts along."""
    fresh = data_dir / f"{NAME}.{secrets.token_hex(4)}"
    stored = {"keys": [asdict(key) for key in ring.keys], "pepper": ring.pepper}
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(stored, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return fresh


def _settle(data_dir: Path) -> None:
    folder = os.open(data_dir, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
