"""What a resident sends along, what comes back by a refusal, and what the page of a key shows of it."""

import io
import re
from collections.abc import Iterator

import pypdf
import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstdesk.files import services as files
from firstdesk.files.models import File
from firstdesk.files.tests import samples
from firstdesk.intake.models import Party, Report
from firstdesk.ledger.models import Entry
from firstdesk.matters import services
from firstdesk.matters.models import Attachment, Matter
from firstdesk.matters.services import Belonging
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db
STORY = "楼下饭店油烟直排，家里老人咳嗽一个月了。"


@pytest.fixture
def desk() -> Iterator[Desk]:
    cache.clear()
    yield make_desk()
    cache.clear()


def photo(colour: str = "green", name: str = "油烟.jpg") -> SimpleUploadedFile:
    return samples.upload(samples.picture(size=(60, 40), colour=colour), name)


def given(desk: Desk, **changes: object) -> dict[str, object]:
    asked = {"centre": desk.centre.unit.code, "narrative": STORY, "place": "文献路18号"}
    return asked | {"occurred_at": "", "name": "", "phone": ""} | changes


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def test_files_go_with_what_is_asked(desk: Desk) -> None:
    client = Client()
    sent = client.post("/portal/ask/", given(desk, files=[photo(), samples.upload(samples.paper(), "x.pdf")]))
    assert sent.status_code == 303, sent.content.decode()
    matter = Matter.objects.get()
    assert [each.file.kind for each in matter.attachments.order_by("pk") if each.file] == ["jpeg", "pdf"]
    assert not matter.attachments.exclude(attached_by=None).exists()
    html = client.get(f"/portal/f/{matter.token}/").content.decode()
    assert "油烟.jpg" in html  # by name: that it arrived
    attachment = matter.attachments.earliest("pk")
    assert client.get(f"/portal/f/{matter.token}/files/{attachment.pk}/").status_code == 404  # a key may be lost


def test_a_refusal_loses_no_file(desk: Desk) -> None:
    client = Client()
    refused = client.post("/portal/ask/", given(desk, place="", files=[photo()]))
    html = refused.content.decode()
    assert refused.status_code == 422
    assert STORY in html
    assert "油烟.jpg" in html
    sent = client.post("/portal/ask/", given(desk, kept=hidden(html, "kept"), files=[photo("red", "第二张.jpg")]))
    assert sent.status_code == 303
    assert Matter.objects.get().attachments.count() == 2


def test_a_seal_that_is_not_ours_holds_nothing(desk: Desk) -> None:
    own = files.store(photo(), by=desk.by, at=desk.at)
    for forged in (f"[{own.pk}]", "x:y:z", ""):
        assert Client().post("/portal/ask/", given(desk, kept=forged)).status_code == 303
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(("content", "says"), [(b"MZ\x90\0", "不属于可接收的类型"), (samples.bomb(), "像素过大")])
def test_a_bad_file_is_said_and_the_text_stays(desk: Desk, content: bytes, says: str) -> None:
    refused = Client().post("/portal/ask/", given(desk, files=[samples.upload(content, "坏.jpg")]))
    html = refused.content.decode()
    assert refused.status_code == 422
    assert says in html
    assert STORY in html
    assert not Matter.objects.exists()


def test_too_many_files_are_refused(desk: Desk, settings: LazySettings) -> None:
    settings.FILES_AT_ONCE = 2
    refused = Client().post("/portal/ask/", given(desk, files=[photo(), photo("red"), photo("blue")]))
    assert refused.status_code == 422
    assert "最多 2 个" in refused.content.decode()
    assert not File.objects.exists()


def test_too_large_a_request_is_not_read(desk: Desk, settings: LazySettings) -> None:
    settings.REQUEST_BYTES = 10_000
    refused = Client().post("/portal/ask/", given(desk, files=[samples.upload(samples.picture() + bytes(20_000))]))
    assert refused.status_code == 413
    assert "未予接收" in refused.content.decode()


def test_sent_twice_is_one_report(desk: Desk) -> None:
    client = Client()
    once = hidden(client.get("/portal/ask/").content.decode(), "once")
    assert once != hidden(client.get("/portal/ask/").content.decode(), "once")
    places = [client.post("/portal/ask/", given(desk, once=once))["Location"] for _time in range(2)]
    assert places[0] == places[1]
    assert Matter.objects.count() == 1
    client.post("/portal/ask/", given(desk, once=once, narrative=STORY + "还有噪音。"))  # went back and wrote more
    assert Matter.objects.count() == 2
    client.post("/portal/ask/", given(desk, once="short"))
    client.post("/portal/ask/", given(desk, once="short"))
    assert Matter.objects.count() == 4


def test_more_files_later_as_long_as_it_is_open(desk: Desk) -> None:
    matter, client = make_matter(desk), Client()
    address = f"/portal/f/{matter.token}/files/"
    assert client.post(address, {"files": [photo()]}).status_code == 303
    shown = client.post(address, {"files": [photo("red")]}, headers={"HX-Request": "true"})
    assert shown.content.decode().strip().startswith('<div id="files">')
    assert matter.attachments.count() == 2
    assert Entry.objects.filter(chain=matter.ledger_chain, verb="file.attached", actor_id=None).count() == 2
    assert client.post(address).status_code == 422
    assert client.post("/portal/f/wrong/files/", {"files": [photo()]}).status_code == 404
    ended = make_matter(desk, state=State.CLOSED)
    assert client.post(f"/portal/f/{ended.token}/files/", {"files": [photo()]}).status_code == 403


def test_of_what_others_added_only_the_answers_files_are_shown(desk: Desk) -> None:
    matter, client = make_matter(desk), Client()
    pages = {}
    for part in Attachment.Part.values:
        file = files.store(photo(name=f"{part}.jpg"), by=desk.by, at=desk.at)
        pages[part] = services.attach(matter, [file], to=Belonging(part), by=desk.by, at=desk.at)[0].pk
    html = client.get(f"/portal/f/{matter.token}/").content.decode()
    assert [part for part in pages if f"{part}.jpg" in html] == ["reply"]
    assert client.get(f"/portal/f/{matter.token}/files/{pages['reply']}/").getvalue()  # type: ignore[attr-defined]
    for part in ("report", "answer", "note"):
        assert client.get(f"/portal/f/{matter.token}/files/{pages[part]}/").status_code == 404


def test_the_receipt_says_what_holds_us_to_it_and_names_no_house(desk: Desk) -> None:
    client = Client()
    client.post("/portal/ask/", given(desk, place="文献路18号3栋502室", name="欧阳若兰", phone="13905941234"))
    matter = Matter.objects.get()
    response = client.get(f"/portal/f/{matter.token}/receipt.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content == client.get(f"/portal/f/{matter.token}/receipt.pdf").content  # the same bytes
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) == 1
    for said in (matter.number, "受理回执", "我们的承诺", "监督电话", "文献路*号*栋*室", "GC-"):
        assert said in text, said
    assert matter.token in text.replace("\n", "")
    for secret in ("502", "欧阳", "13905941234", "1390594", "油烟"):  # nor what was told: a key may be lost
        assert secret not in text
    assert Report.objects.get().place == "文献路18号3栋502室"
    assert Party.objects.get().name == "欧阳若兰"
    assert client.get("/portal/f/wrong/receipt.pdf").status_code == 404
