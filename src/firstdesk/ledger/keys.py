"""The Ed25519 key that signs the anchors: made once per installation, readable by its owner alone."""

import contextlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def signing_key(data_dir: Path) -> Ed25519PrivateKey:
    """The private key of `<data dir>/ledger.key`; made, with its public half beside it, where there is none."""
    path = data_dir / "ledger.key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        fresh = data_dir / f"ledger.key.{secrets.token_hex(4)}"
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex())
        with contextlib.suppress(FileExistsError):  # another process was first: its key counts
            os.link(fresh, path)
        fresh.unlink()
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text()))
    public = data_dir / "ledger.pub"
    if not public.exists():
        public.write_text(key.public_key().public_bytes_raw().hex())
    return key


def public_key(data_dir: Path) -> Ed25519PublicKey | None:
    """The public half, with which anybody can verify; None where this installation has never signed."""
    path = data_dir / "ledger.pub"
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(path.read_text())) if path.exists() else None


def is_signed(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether the signature over the message is by this key."""
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True
