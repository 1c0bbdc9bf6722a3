"""A sealed document says whose it is and that nothing was changed; another tool says the same; a changed byte is found."""

import base64
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import keys, pem
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from django.db import connection
from pyhanko.sign.timestamps import DummyTimeStamper

from firstdesk.common.refusals import Refusal
from firstdesk.files import certificates, seals
from firstdesk.files.models import SealCertificate
from firstdesk.files.tests.test_official import render
from firstdesk.files.workshop import seals as work
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry

AT = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)
BY = Actor.system("test")
NAME = "澄溪县人民调解委员会"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seals")


@pytest.fixture(autouse=True)
def data_dir(shelf: Path, settings: Any) -> Path:
    settings.DATA_DIR = shelf
    return shelf


@pytest.fixture
def certificate() -> seals.Certificate:
    try:
        return certificates.of(7)
    except certificates.NoCertificate:
        return seals.issue_test(7, NAME, by=BY, at=AT)


@pytest.fixture
def sealed(certificate: seals.Certificate) -> bytes:
    return seals.seal(render(), certificate, at=AT, reason="调解协议生效", location="澄溪县")


def test_a_sealed_document_is_whole_and_says_whose(sealed: bytes, certificate: seals.Certificate) -> None:
    found = seals.check(sealed)
    assert found.valid and found.intact and found.covers_whole
    assert (found.signer, found.at) == (NAME, AT)
    assert found.seals[0].fingerprint == certificate.fingerprint
    assert found.seals[0].is_test


def test_sealing_again_gives_the_same_bytes(sealed: bytes, certificate: seals.Certificate) -> None:
    assert seals.seal(render(), certificate, at=AT, reason="调解协议生效", location="澄溪县") == sealed
    assert sealed.startswith(render())  # what was set stands under the seal as it was


def test_a_changed_byte_is_found(sealed: bytes) -> None:
    for place in (len(render()) // 2, len(render()) - 300, 2000):
        changed = bytearray(sealed)
        changed[place] ^= 1
        found = seals.check(bytes(changed))
        assert not found.valid and not found.intact


def test_a_document_changed_past_reading_still_names_its_seal(sealed: bytes) -> None:
    """Wherever a byte is changed: it is never called whole, and mostly it is known to have been ours."""
    broken = sealed.replace(b"xref", b"xxxx").replace(b"/Type", b"/Tyqe").replace(b"obj", b"opj")
    found = seals.check(broken)
    assert not found.is_readable and not found.valid and not found.intact
    assert [each.is_ours for each in found.seals] == [True]


def test_what_is_added_behind_the_seal_is_found(sealed: bytes) -> None:
    more = seals.check(sealed + b"\n% more\n")
    assert not more.valid


def test_two_seals(sealed: bytes, certificate: seals.Certificate) -> None:
    other = seals.issue_test(8, "另一委员会", by=BY, at=AT)
    both = seals.seal(sealed, other, at=AT + timedelta(hours=1))
    found = seals.check(both)
    assert [each.signer for each in found.seals] == [NAME, "另一委员会"]
    assert found.intact and found.covers_whole and found.valid


def test_a_seal_of_somebody_else_is_not_believed(sealed: bytes) -> None:
    SealCertificate.objects.all().delete()  # another installation
    found = seals.check(sealed)
    assert found.intact and not found.valid and not found.seals[0].is_trusted


def test_a_seal_can_be_seen(certificate: seals.Certificate) -> None:
    made = seals.seal(render(), certificate, at=AT, spot=seals.Spot(-1, (300, 100, 420, 220)))
    assert seals.check(made).valid


def test_what_has_no_seal_and_what_is_no_pdf() -> None:
    assert seals.check(render()) == seals.Checked(())
    assert not seals.check(render()).valid
    assert not seals.check(b"%PDF-1.7 nothing").is_readable


def test_another_tool_says_the_same(sealed: bytes, tmp_path: Path, data_dir: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("seals are checked by one tool alone, pdfsig being away: apt-get install poppler-utils")
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert NAME in said
    changed = bytearray(sealed)
    changed[len(render()) // 2] ^= 1
    path.write_bytes(changed)
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature Validation: Digest Mismatch." in said


def test_a_unit_without_a_certificate_is_told_what_to_do() -> None:
    with pytest.raises(Refusal, match="导入"):
        seals.certificate_of(99)


def test_keys_are_for_the_product_alone(certificate: seals.Certificate, data_dir: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in (data_dir / "seals").iterdir()} == {0o600}
    assert "PRIVATE" not in repr(certificate)


def test_a_key_is_never_stored_in_the_clear(certificate: seals.Certificate) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM files_sealcertificate")
        assert "PRIVATE" not in str(cursor.fetchall())
    assert "PRIVATE" in certificates.of(7).key


def stamper(certificate: seals.Certificate) -> DummyTimeStamper:
    """An authority of the test's own."""
    made = certificates.issue(9, "时间戳服务", at=AT)
    chain = [asn1.Certificate.load(der) for _, _, der in pem.unarmor(made.chain.encode(), multiple=True)]
    key = keys.PrivateKeyInfo.load(pem.unarmor(made.key.encode())[2])
    return DummyTimeStamper(chain[0], key, fixed_dt=AT + timedelta(seconds=5))


def test_a_third_partys_stamp_is_on_the_seal_where_one_is_asked(certificate: seals.Certificate) -> None:
    order = {
        "pdf": base64.b64encode(render()).decode(), "key": certificate.key, "chain": certificate.chain,
        "at": AT.isoformat(), "reason": "", "location": "", "name": "",
    }  # fmt: skip
    made = base64.b64decode(str(work.sealed(order, stamper(certificate))["made"]))
    found = seals.check(made)
    assert found.valid and found.seals[0].stamped_at == AT + timedelta(seconds=5)
    assert seals.check(base64.b64decode(str(work.sealed(order, None)["made"]))).seals[0].stamped_at is None


def test_an_authority_that_does_not_answer_is_said_and_nothing_is_sealed(
    certificate: seals.Certificate, settings: Any
) -> None:
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(Refusal, match="时间戳"):
        seals.seal(render(), certificate, at=AT)


def test_a_certificate_that_has_ended_seals_nothing(certificate: seals.Certificate) -> None:
    with pytest.raises(Refusal):
        seals.seal(render(), certificate, at=certificate.ends_at + timedelta(days=1))


def exported(certificate: seals.Certificate, password: str) -> bytes:
    own = x509.load_pem_x509_certificates(certificate.chain.encode())
    key: Any = serialization.load_pem_private_key(certificate.key.encode(), None)
    return pkcs12.serialize_key_and_certificates(
        b"seal", key, own[0], own[1:], serialization.BestAvailableEncryption(password.encode())
    )


def test_a_real_certificate_is_brought_in(certificate: seals.Certificate) -> None:
    taken = seals.import_file(12, exported(certificate, "geheim"), password="geheim", by=BY, at=AT)
    assert taken.unit_id == 12 and seals.certificate_of(12) == taken
    assert seals.check(seals.seal(render(), taken, at=AT)).valid
    entry = Entry.objects.get(verb="seal.imported")
    assert entry.chain == "unit:12" and "geheim" not in str(entry.after) and "PRIVATE" not in str(entry.after)


def test_files_that_will_not_do_are_refused_in_words(certificate: seals.Certificate) -> None:
    good = exported(certificate, "geheim")
    elliptic = pkcs12.serialize_key_and_certificates(
        b"x", ec.generate_private_key(ec.SECP256R1()), None, None, serialization.NoEncryption()
    )
    for content, password, at, part in [
        (good, "falsch", AT, "密码"),
        (b"rubbish", "", AT, "PKCS#12"),
        (elliptic, "", AT, "私钥"),
        (good, "geheim", certificate.ends_at, f"{certificate.ends_at.date()} 到期"),
    ]:
        with pytest.raises(Refusal, match=part):
            seals.import_file(13, content, password=password, by=BY, at=at)
    with pytest.raises(Refusal):
        seals.certificate_of(13)
    assert not Entry.objects.filter(chain="unit:13").exists()


def test_a_test_certificate_is_noted_in_the_record() -> None:
    made = seals.issue_test(21, "某某人民调解委员会", by=BY, at=AT)
    assert made.is_test and "TEST" in made.issuer
    assert Entry.objects.get(verb="seal.issued").after["serial"] == made.serial
