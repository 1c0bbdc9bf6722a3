"""Whose seal is whose: a certificate and its key per unit, under `<data dir>/seals/`, readable by the product alone.

An installation's own test authority makes certificates for trying out. They say what they are, and nobody else trusts them.
"""

import contextlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

AUTHORITY = "Firstdesk 首问 · 测试证书 TEST ONLY"
TEST_ONLY = "测试专用，无法律效力 (test only, no legal effect)"
BITS = 2048
LONG, SHORT = timedelta(days=3650), timedelta(days=1095)
BEFORE = timedelta(days=400)  # a demonstration seals what happened before it was started


class NoCertificate(Exception):
    """The unit has none."""


class BadFile(Exception):
    """What was handed in is no certificate with its key, or its password is another; `args[0]` says which."""


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key, ready to seal with."""

    unit_id: int
    subject: str
    issuer: str
    serial: str
    begins_at: datetime
    ends_at: datetime
    is_test: bool
    fingerprint: str
    chain: str = field(repr=False)  # PEM, its own first
    key: str = field(repr=False)  # PEM


def folder() -> Path:
    """Where they stand."""
    path = Path(settings.DATA_DIR) / "seals"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def of(unit_id: int) -> Certificate:
    """The unit's certificate. Raises NoCertificate."""
    path = folder() / f"{unit_id}.pem"
    if not path.exists():
        raise NoCertificate(unit_id)
    return _read(unit_id, path.read_text())


def every() -> list[Certificate]:
    """The present certificate of every unit that has one."""
    paths = sorted(folder().glob("[0-9]*.pem"), key=lambda path: int(path.stem))
    return [_read(int(path.stem), path.read_text()) for path in paths]


def roots() -> list[str]:
    """Who vouches for seals: the authorities above every certificate that was ever in use here, and nobody else."""
    return [path.read_text() for path in sorted(folder().glob("root-*.pem"))]


def is_ours(fingerprint: str) -> bool:
    """Whether the certificate was ever in use here; who has another of the same authority is not us."""
    return (folder() / f"own-{fingerprint}.pem").exists()


def issue(unit_id: int, name: str, *, at: datetime) -> Certificate:
    """A test certificate for a unit; the one before it is followed by it."""
    authority_key, authority = _authority(at)
    key = generate_private_key(public_exponent=65537, key_size=BITS)
    subject = _name(name, unit=TEST_ONLY)
    made = (
        _builder(subject, authority.subject, key, at, SHORT)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(content_commitment=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    return _keep(unit_id, key, [made, authority])


def take(unit_id: int, content: bytes, password: str, *, at: datetime) -> Certificate:
    """A real certificate from a PKCS#12 file, which must not have ended. Raises BadFile."""
    try:
        key, own, others = pkcs12.load_key_and_certificates(content, password.encode())
    except ValueError as error:
        raise BadFile("password") from error
    if key is None or own is None:
        raise BadFile("no_key")
    if not isinstance(key, RSAPrivateKey):
        raise BadFile("no_rsa")
    if own.not_valid_after_utc <= at:
        raise BadFile("over", own.not_valid_after_utc.date().isoformat())
    return _keep(unit_id, key, _ordered(own, others))


def _ordered(own: x509.Certificate, others: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """Its own first, then who vouches for it, upwards."""
    chain, left = [own], list(others)
    while above := next((each for each in left if each.subject == chain[-1].issuer), None):
        chain.append(above)
        left.remove(above)
    return chain


def _keep(unit_id: int, key: RSAPrivateKey, chain: Sequence[x509.Certificate]) -> Certificate:
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    text = (secret + b"".join(_pem(each) for each in chain)).decode()
    root = chain[-1]
    _write(folder() / f"root-{root.fingerprint(hashes.SHA256()).hex()}.pem", _pem(root).decode())
    _write(folder() / f"own-{chain[0].fingerprint(hashes.SHA256()).hex()}.pem", _pem(chain[0]).decode())
    _write(folder() / f"{unit_id}.pem", text)
    return _read(unit_id, text)


def _read(unit_id: int, text: str) -> Certificate:
    at = text.index("-----BEGIN CERTIFICATE-----")
    own = x509.load_pem_x509_certificate(text[at:].encode())
    return Certificate(
        unit_id=unit_id,
        subject=_common_name(own.subject),
        issuer=_common_name(own.issuer),
        serial=f"{own.serial_number:x}",
        begins_at=own.not_valid_before_utc,
        ends_at=own.not_valid_after_utc,
        is_test=_common_name(own.issuer) == AUTHORITY,
        fingerprint=own.fingerprint(hashes.SHA256()).hex(),
        chain=text[at:],
        key=text[:at],
    )


def _authority(at: datetime) -> tuple[RSAPrivateKey, x509.Certificate]:
    path = folder() / "test-authority.pem"
    if not path.exists():
        key = generate_private_key(public_exponent=65537, key_size=BITS)
        name = _name(AUTHORITY, unit=TEST_ONLY)
        made = (
            _builder(name, name, key, at, LONG)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        _write(path, (secret + _pem(made)).decode(), is_first=True)
    content = path.read_bytes()
    loaded = serialization.load_pem_private_key(content, None)
    assert isinstance(loaded, RSAPrivateKey)  # made above
    return loaded, x509.load_pem_x509_certificate(content[content.index(b"-----BEGIN CERTIFICATE-----") :])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: RSAPrivateKey, at: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - BEFORE)
        .not_valid_after(at + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(**on: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign",
        "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: on.get(name, name == "digital_signature") for name in names})


def _name(common: str, *, unit: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, common[:64]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write(path: Path, text: str, *, is_first: bool = False) -> None:
    """Whole or not at all; `is_first`: where another process was first, its file counts."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if is_first:
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    else:
        fresh.replace(path)
