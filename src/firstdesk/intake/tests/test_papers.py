"""Files handed in during a contact: kept with the draft, put with the matter, gone with a contact that ends without one."""

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import make_centre
from firstdesk.files import services as files
from firstdesk.files.models import File
from firstdesk.files.tests import samples
from firstdesk.intake.models import Contact, Paper
from firstdesk.intake.tests.factories import make_contact
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Attachment, Matter
from firstdesk.matters.tests.factories import Desk, make_desk

pytestmark = pytest.mark.django_db
STORY = {
    "narrative": "楼上漏水,天花板已经湿了。", "place": "幸福小区3栋502", "occurred_at": "2025-09-30T15:00",
    "reporter": "named", "name": "李小明", "phone": "13800138000", "urgency": "normal", "grade": "ordinary",
}  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def window(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def photo(colour: str = "green", name: str = "现场.jpg") -> SimpleUploadedFile:
    return samples.upload(samples.picture(size=(60, 40), colour=colour), name)


def test_dropped_on_the_page_and_carried_into_the_matter(desk: Desk) -> None:
    contact, client = make_contact(desk), window(desk.officer)
    page = f"/intake/{contact.pk}/"
    sent = client.post(page + "files/", {"files": [photo()]}, headers={"HX-Request": "true"})
    assert sent.status_code == 200
    assert sent.content.decode().strip().startswith('<section class="fd-panel" id="papers"')
    paper = Paper.objects.get()
    assert f"{page}files/{paper.pk}/?small=1" in client.get(page).content.decode()
    for address in ("", "?small=1"):
        assert client.get(f"{page}files/{paper.pk}/{address}").getvalue()[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]
    registered = client.post(page, STORY | {"files": [photo("red", "又一张.jpg")]})
    assert registered.status_code == 303, registered.content.decode()
    matter = Matter.objects.get()
    names = Attachment.objects.filter(matter=matter, part="report").order_by("pk").values_list("file__name", flat=True)
    assert list(names) == ["现场.jpg", "又一张.jpg"]
    assert not Paper.objects.exists()
    assert Entry.objects.filter(chain=matter.ledger_chain, verb="file.attached").count() == 1


def test_without_javascript_the_text_is_kept_with_the_files(desk: Desk) -> None:
    contact, client = make_contact(desk), window(desk.officer)
    sent = client.post(f"/intake/{contact.pk}/files/", STORY | {"files": [photo()]})
    assert sent.status_code == 303
    assert STORY["narrative"] in client.get(f"/intake/{contact.pk}/").content.decode()
    again = client.post(f"/intake/{contact.pk}/files/{Paper.objects.get().pk}/remove/", STORY | {"place": "别处"})
    assert again.status_code == 303
    assert not Paper.objects.exists()
    assert "别处" in client.get(f"/intake/{contact.pk}/").content.decode()


def test_a_bad_file_stops_the_registration_and_loses_nothing(desk: Desk) -> None:
    contact, client = make_contact(desk), window(desk.officer)
    refused = client.post(f"/intake/{contact.pk}/", STORY | {"files": [samples.upload(b"MZ\x90", "病毒.jpg")]})
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "不属于可接收的类型" in html
    assert STORY["narrative"] in html
    assert not Matter.objects.exists()


def test_a_contact_without_a_report_takes_its_files_along(desk: Desk) -> None:
    contact, client = make_contact(desk), window(desk.officer)
    client.post(f"/intake/{contact.pk}/files/", {"files": [photo()]})
    client.post(f"/intake/{contact.pk}/drop/", {"reason": "打错了"})
    assert not Paper.objects.exists()
    files.sweep(at=File.objects.get().uploaded_at.replace(year=2099))
    assert not File.objects.exists()
    assert client.post(f"/intake/{contact.pk}/files/", {"files": [photo()]}).status_code == 403


def test_another_centre_and_another_contact_find_nothing(desk: Desk) -> None:
    contact, other = make_contact(desk), make_contact(desk)
    window(desk.officer).post(f"/intake/{contact.pk}/files/", {"files": [photo()]})
    paper = Paper.objects.get()
    stranger = window(make_centre("police_office").people["intake"])
    assert stranger.get(f"/intake/{contact.pk}/files/{paper.pk}/").status_code == 404
    assert stranger.post(f"/intake/{contact.pk}/files/", {"files": [photo()]}).status_code == 404
    assert window(desk.officer).get(f"/intake/{other.pk}/files/{paper.pk}/").status_code == 404
    assert window(desk.officer).post(f"/intake/{other.pk}/files/{paper.pk}/remove/").status_code == 404


def test_the_same_photo_twice_is_one_and_there_is_a_limit(desk: Desk, settings: LazySettings) -> None:
    settings.FILES_PER_MATTER = 1
    contact, client = make_contact(desk), window(desk.officer)
    address = f"/intake/{contact.pk}/files/"
    for _time in range(2):
        assert client.post(address, {"files": [photo()]}, headers={"HX-Request": "true"}).status_code == 200
    refused = client.post(address, {"files": [photo("blue")]}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "最多 1 个文件" in refused.content.decode()
    assert Contact.objects.get(pk=contact.pk).papers.count() == 1
