"""A committee's certificate: brought in by who may, its key never in the clear, followed, foreseen, marked on every paper."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from firstdesk.files import certificates, seals
from firstdesk.files.models import Issued, SealCertificate
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.mediation.models import Paper
from firstdesk.mediation.selectors import papers as sheets
from firstdesk.mediation.services import papers
from firstdesk.mediation.services.certificates import warn_of_certificates
from firstdesk.mediation.tests.factories import Table, make_applied
from firstdesk.mediation.tests.test_papers import text_of
from firstdesk.notices.models import Notice

pytestmark = pytest.mark.django_db
URL = "/mediation/committee/certificate/"
BY = Actor.system("test")


@pytest.fixture
def table(settings: Any, tmp_path: Any) -> Table:
    settings.DATA_DIR = tmp_path
    return make_applied()


def window(table: Table, code: str = "admin") -> Client:
    client = Client()
    client.force_login(table.user(code))
    return client


def exported(table: Table, name: str, password: str) -> SimpleUploadedFile:
    made = certificates.issue(1, name, at=table.at)
    own = x509.load_pem_x509_certificates(made.chain.encode())
    key: Any = serialization.load_pem_private_key(made.key.encode(), None)
    locked = serialization.BestAvailableEncryption(password.encode())
    return SimpleUploadedFile("seal.p12", pkcs12.serialize_key_and_certificates(b"seal", key, own[0], own[1:], locked))


def seen(table: Table) -> str:
    row = SealCertificate.objects.filter(unit_id=table.desk.centre.unit.pk, ended_at=None).first()
    return row.fingerprint if row else "none"


def send(table: Table, file: SimpleUploadedFile, password: str, **more: str) -> Any:
    return window(table).post(URL, {"file": file, "password": password, "seen": seen(table), **more})


def test_it_is_brought_in_and_its_key_is_nowhere_in_the_clear(table: Table) -> None:
    assert "还没有证书" in window(table).get(URL).content.decode()
    assert send(table, exported(table, "东岭调委会", "geheim"), "geheim").status_code == 303
    said = window(table).get(URL).content.decode()
    assert "东岭调委会" in said and "有效期止" in said and "还剩" in said
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM files_sealcertificate")
        (kept,) = cursor.fetchone()
    assert kept.startswith("f1.") and "PRIVATE" not in kept
    assert "PRIVATE" in certificates.of(table.desk.centre.unit.pk).key
    entry = Entry.objects.get(verb="seal.imported")
    assert "geheim" not in str(entry.after) and "PRIVATE" not in str(entry.after)


def test_a_wrong_password_is_said_at_its_field_and_nothing_changes(table: Table) -> None:
    answer = send(table, exported(table, "东岭调委会", "geheim"), "falsch")
    assert answer.status_code == 422 and "密码" in answer.content.decode()
    assert send(table, SimpleUploadedFile("a.p12", b"x" * 300_000), "").status_code == 422
    assert not SealCertificate.objects.exists()


def test_the_next_one_takes_its_place_and_the_key_before_is_gone(table: Table) -> None:
    send(table, exported(table, "第一届", "a"), "a")
    stale = seen(table)
    assert send(table, exported(table, "第二届", "b"), "b").status_code == 303
    first, second = SealCertificate.objects.order_by("pk")
    assert first.key == "" and first.ended_at and second.ended_at is None
    assert certificates.is_ours(first.fingerprint)
    assert send(table, exported(table, "第三届", "c"), "c", seen=stale).status_code == 409
    assert "以前的证书" in window(table).get(URL).content.decode()


def test_only_whoever_keeps_the_directory_or_the_charter(table: Table) -> None:
    assert window(table, "director").get(URL).status_code == 200
    mediator = Client()
    mediator.force_login(table.mediator.user)
    assert (mediator.get(URL).status_code, mediator.post(URL, {}).status_code) == (403, 403)


def test_its_end_is_told_once_in_time(table: Table) -> None:
    made = seals.issue_test(table.desk.centre.unit.pk, "调委会", by=BY, at=table.at)
    assert warn_of_certificates(at=made.ends_at - timedelta(days=90)) == 0
    soon = made.ends_at - timedelta(days=59)
    assert warn_of_certificates(at=soon) == 1
    told = Notice.objects.filter(kind="seal.ends")
    assert {notice.recipient for notice in told} >= {table.user("admin"), table.user("director")}
    assert warn_of_certificates(at=soon) == 0


def test_every_paper_says_that_the_certificate_is_for_trying_out(table: Table) -> None:
    plain = text_of(sheets.gather(table.case, Paper.Kind.APPLICATION).pdf())
    assert "无法律效力" not in plain
    seals.issue_test(table.desk.centre.unit.pk, "调委会", by=BY, at=table.at)
    assert "演示证书，无法律效力" in text_of(sheets.gather(table.case, Paper.Kind.APPLICATION).pdf())
    papers.make(table.case, Paper.Kind.APPLICATION, by=table.by, at=table.at)
    copy = Issued.objects.get()
    assert copy.is_test
    assert "演示证书，无法律效力" in Client().get(f"/verify/{copy.code}/").content.decode()
