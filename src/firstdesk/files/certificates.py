"""Seal certificates, one in use per unit. The key is encrypted in the database and deleted when a new one follows.

An installation's own test authority issues certificates for trying out. They say so, and nobody else trusts them."""

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

from firstdesk.files.models import SealCertificate

AUTHORITY = "Firstdesk 首问 · 测试证书 TEST ONLY"
TEST_ONLY = "测试专用，无法律效力 (test only, no legal effect)"
BEGIN = "-----BEGIN CERTIFICATE-----"
BITS = 2048
LONG, SHORT = timedelta(days=3650), timedelta(days=1095)
BEFORE = timedelta(days=400)  # a demonstration seals what happened before it was started


class NoCertificate(Exception):
    """The unit has none."""


class BadFile(Exception):
    """The file is no certificate with its key, or the password is wrong; `args[0]` says which."""


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key, ready for sealing."""

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
    """Where the test authority stands."""
    path = Path(settings.DATA_DIR) / "seals"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def of(unit_id: int) -> Certificate:
    """The unit's certificate. Raises NoCertificate."""
    row = SealCertificate.objects.filter(unit_id=unit_id, ended_at=None).first()
    if row is None:
        raise NoCertificate(unit_id)
    return _read(unit_id, row.chain, row.key)


def is_test(unit_id: int) -> bool:
    """Whether the unit's certificate is a test certificate."""
    return SealCertificate.objects.filter(unit_id=unit_id, ended_at=None, is_test=True).exists()


def every() -> list[Certificate]:
    """The certificate in use of every unit that has one."""
    rows = SealCertificate.objects.filter(ended_at=None).defer("key").order_by("unit_id")
    return [_read(row.unit_id, row.chain) for row in rows]


def roots() -> list[str]:
    """The trusted authorities: those above every certificate ever in use here, and nobody else."""
    chains = SealCertificate.objects.order_by("pk").values_list("chain", flat=True)
    return sorted({BEGIN + chain.rpartition(BEGIN)[2] for chain in chains})


def is_ours(fingerprint: str) -> bool:
    """Whether this certificate was ever in use here; another one of the same authority is not ours."""
    return SealCertificate.objects.filter(fingerprint=fingerprint).exists()


def issue(unit_id: int, name: str, *, at: datetime) -> Certificate:
    """A new test certificate for a unit; not saved."""
    authority_key, authority = _authority(at)
    key = generate_private_key(public_exponent=65537, key_size=BITS)
    subject = _name(name, unit=TEST_ONLY)
    made = (
        _builder(subject, authority.subject, key, at, SHORT)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(content_commitment=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    return _made(unit_id, key, [made, authority])


def take(unit_id: int, content: bytes, password: str, *, at: datetime) -> Certificate:
    """A real certificate from a PKCS#12 file, not expired; not saved. Raises BadFile."""
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
    return _made(unit_id, key, _ordered(own, others))


def _ordered(own: x509.Certificate, others: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """Its own first, then who vouches for it, upwards."""
    chain, left = [own], list(others)
    while above := next((each for each in left if each.subject == chain[-1].issuer), None):
        chain.append(above)
        left.remove(above)
    return chain


def _made(unit_id: int, key: RSAPrivateKey, chain: Sequence[x509.Certificate]) -> Certificate:
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return _read(unit_id, b"".join(_pem(each) for each in chain).decode(), secret.decode())


def _read(unit_id: int, chain: str, key: str = "") -> Certificate:
    own = x509.load_pem_x509_certificate(chain.encode())
    return Certificate(
        unit_id=unit_id,
        subject=_common_name(own.subject),
        issuer=_common_name(own.issuer),
        serial=f"{own.serial_number:x}",
        begins_at=own.not_valid_before_utc,
        ends_at=own.not_valid_after_utc,
        is_test=_common_name(own.issuer) == AUTHORITY,
        fingerprint=own.fingerprint(hashes.SHA256()).hex(),
        chain=chain,
        key=key,
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
        _write(path, (secret + _pem(made)).decode())
    content = path.read_bytes()
    loaded = serialization.load_pem_private_key(content, None)
    assert isinstance(loaded, RSAPrivateKey)  # made above
    return loaded, x509.load_pem_x509_certificate(content[content.index(BEGIN.encode()) :])


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


def _write(path: Path, text: str) -> None:
    """Whole or not at all; where another process was first, its file counts."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
