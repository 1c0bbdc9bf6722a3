"""Anybody can have a copy checked; nothing is kept, and nobody is named."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from firstdesk.files import blocks, documents, issuing, seals, services
from firstdesk.files.models import File, Issued
from firstdesk.ledger.actors import Actor

pytestmark = pytest.mark.django_db
AT = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)
BY = Actor.system("test")
URL = "/verify/"


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    """Whoever asks too often is refused for a while; tests of other pages asked, too."""
    cache.clear()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> issuing.Copy:
    code = issuing.new_code()
    sheet = documents.Sheet(
        title="人民调解协议书", number="调〔2025〕1 号", address=f"https://example.org/verify/{code}/"
    )
    pdf = documents.paper(sheet, [blocks.Prose("张三与李四。")], at=AT)
    return issuing.Copy(code=code, content=pdf, kind="人民调解协议书", number="调〔2025〕1 号", issuer="某委员会")


@pytest.fixture
def sealed(copy: issuing.Copy, tmp_path: Any, settings: Any) -> issuing.Copy:
    settings.DATA_DIR = tmp_path
    content = seals.seal(copy.content, seals.issue_test(3, "某委员会", by=BY, at=AT), at=AT)
    return issuing.Copy(**{**vars(copy), "content": content})


def sent(content: bytes) -> str:
    answer = Client().post(URL, {"copy": SimpleUploadedFile("a.pdf", content)})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_by_its_bytes(copy: issuing.Copy) -> None:
    services.issue([copy], by=BY, at=AT)
    said = sent(copy.content)
    assert "逐字节一致" in said and "调〔2025〕1 号" in said
    assert not File.objects.exists()


def test_a_changed_copy(sealed: issuing.Copy) -> None:
    services.issue([sealed], by=BY, at=AT)
    assert "逐字节一致" in sent(sealed.content)
    changed = bytearray(sealed.content)
    changed[len(changed) // 4] ^= 1
    assert "被改动过" in sent(bytes(changed))
    assert "被改动过" in sent(sealed.content + b"\n%more\n")


def test_sealed_and_never_entered(sealed: issuing.Copy) -> None:
    assert "不在我们的登记中" in sent(sealed.content)


def test_an_unknown_copy() -> None:
    assert "查不到这份文书" in sent(b"%PDF-1.7 whatever")


def test_a_withdrawn_copy_names_its_successor(copy: issuing.Copy) -> None:
    services.issue([copy], by=BY, at=AT)
    (newer,) = services.issue(
        [issuing.Copy(**{**vars(copy), "code": issuing.new_code(), "content": b"%PDF-2", "number": "调〔2025〕2 号"})],
        by=BY, at=AT,
    )  # fmt: skip
    assert services.withdraw([copy.code], by=BY, at=AT, successor=newer) == 1
    assert services.withdraw([copy.code], by=BY, at=AT) == 0  # a second time changes nothing
    said = sent(copy.content)
    assert "已不再有效" in said and "调〔2025〕2 号" in said


def test_by_the_code_on_the_paper(copy: issuing.Copy, client: Client) -> None:
    services.issue([copy], by=BY, at=AT)
    page = client.get(reverse("portal:verify_code", args=[copy.code]))
    assert page.status_code == 200 and "调〔2025〕1 号" in page.content.decode()
    typed = client.post(URL, {"code": issuing.shown(copy.code).upper()})
    assert "调〔2025〕1 号" in typed.content.decode()
    assert client.get(reverse("portal:verify_code", args=["nonesuch"])).status_code == 404


def test_nothing_is_no_question(client: Client) -> None:
    assert client.post(URL, {}).status_code == 422
    empty = client.post(URL, {"copy": SimpleUploadedFile("a.pdf", b"")})
    assert empty.status_code == 422


def test_too_large_is_refused_before_it_is_read(client: Client, settings: Any) -> None:
    settings.FILES_BYTES = 10
    answer = client.post(URL, {"copy": SimpleUploadedFile("a.pdf", b"%PDF-1.7 more than ten")})
    assert answer.status_code == 422


def test_nobody_is_named() -> None:
    names = {field.name for field in Issued._meta.get_fields()}
    assert names <= {
        "id", "issued", "code", "sha256", "kind", "number", "issuer", "is_test", "issued_at", "issued_by", "ended_at", "ended_by", "successor",
    }  # fmt: skip


def test_who_asks_too_often_waits(client: Client) -> None:
    answers = [client.post(URL, {"code": "nonesuch"}).status_code for _ in range(14)]
    assert answers[0] == 200 and answers[-1] == 429
