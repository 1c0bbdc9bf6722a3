"""Files of a matter: who may add, see and take away; what the record holds; when they go."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind, User
from firstdesk.directory.tests.factories import make_centre
from firstdesk.files import services as files
from firstdesk.files import shelf
from firstdesk.files.models import File
from firstdesk.files.tests import samples
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters import selectors, services
from firstdesk.matters.models import Attachment, Matter
from firstdesk.matters.services import Belonging
from firstdesk.matters.services.attachments import erase_expired
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db
SECRET_NAME = "张三身份证.jpg"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def window(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def status(client: Client, address: str) -> int:
    """What a page answers; its file is closed again."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return response.status_code


def photo(name: str = SECRET_NAME, colour: str = "green") -> SimpleUploadedFile:
    return samples.upload(samples.picture(size=(60, 40), colour=colour), name)


def put(matter: Matter, desk: Desk, upload: SimpleUploadedFile | None = None, **belonging: str) -> Attachment:
    file = files.store(upload or photo(), by=desk.by, at=desk.at)
    return services.attach(matter, [file], to=Belonging(**belonging), by=desk.by, at=desk.at)[0]  # type: ignore[arg-type]


def test_put_with_a_matter_shown_and_handed_out(desk: Desk) -> None:
    matter, client = make_matter(desk), window(desk.officer)
    page = f"/matters/{matter.number}/"
    sent = client.post(page + "files/", {"files": [photo(), samples.upload(samples.paper(), "证明.pdf")]})
    assert sent.status_code == 303
    picture, paper = Attachment.objects.order_by("pk")
    html = client.get(page).content.decode()
    assert SECRET_NAME in html
    assert f"{page}files/{picture.pk}/small/" in html
    response = client.get(f"{page}files/{picture.pk}/")
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content)[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]
    assert status(client, f"{page}files/{picture.pk}/small/") == 200
    saved = client.get(f"{page}files/{paper.pk}/")
    assert b"".join(saved.streaming_content) == samples.paper()  # type: ignore[attr-defined]
    assert saved["Content-Disposition"].startswith("attachment")
    assert status(client, f"{page}files/{paper.pk}/small/") == 422
    assert status(client, f"{page}files/{paper.pk + 9}/") == 404


def test_the_drop_zone_gets_the_list(desk: Desk) -> None:
    matter, client = make_matter(desk), window(desk.officer)
    sent = client.post(f"/matters/{matter.number}/files/", {"files": [photo()]}, headers={"HX-Request": "true"})
    assert sent.status_code == 200
    assert sent.content.decode().strip().startswith('<section class="fd-panel" id="panel-files"')
    refused = client.post(
        f"/matters/{matter.number}/files/", {"files": [samples.upload(b"MZ nothing", "x.jpg")]},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert refused.status_code == 422
    assert "不属于可接收的类型" in refused.content.decode()
    assert client.post(f"/matters/{matter.number}/files/").status_code == 422


def test_the_record_holds_hashes_and_no_names(desk: Desk) -> None:
    matter = make_matter(desk)
    attachment = put(matter, desk, caption="门口")
    entry = Entry.objects.get(chain=matter.ledger_chain, verb="file.attached")
    assert entry.after["sha256"] == [attachment.file.sha256]  # type: ignore[union-attr]
    assert SECRET_NAME not in entry.after_json
    matter.refresh_from_db()
    assert matter.changed_at < desk.at + timedelta(seconds=1)
    assert status(window(desk.officer), f"/matters/{matter.number}/files/{attachment.pk}/") == 200
    looked = Entry.objects.get(chain=matter.ledger_chain, verb="personal.read")
    assert (looked.actor_id, looked.after["fields"]) == (desk.officer.pk, [f"文件 {attachment.pk}"])


def test_another_centre_finds_nothing(desk: Desk) -> None:
    matter = make_matter(desk)
    attachment = put(matter, desk)
    other = make_centre(CentreKind.POLICE_OFFICE)
    client = window(other.people["intake"])
    for address in ("", "small/"):
        assert status(client, f"/matters/{matter.number}/files/{attachment.pk}/{address}") == 404
    assert client.post(f"/matters/{matter.number}/files/", {"files": [photo()]}).status_code == 404
    assert client.post(f"/matters/{matter.number}/files/{attachment.pk}/remove/", {"reason": "x"}).status_code == 404
    assert Client().get(f"/matters/{matter.number}/files/{attachment.pk}/").status_code == 302
    own = make_matter(desk)  # the number is right and the file is another's
    assert status(window(desk.officer), f"/matters/{own.number}/files/{attachment.pk}/") == 404


def test_who_only_reads_adds_nothing(desk: Desk) -> None:
    matter = make_matter(desk)
    client = window(desk.centre.people["supervisor"])
    assert client.post(f"/matters/{matter.number}/files/", {"files": [photo()]}).status_code == 403
    assert 'type="file"' not in client.get(f"/matters/{matter.number}/").content.decode()
    stranger = Actor(person_id=desk.officer.pk, name="x", unit_id=desk.centre.linkage.pk)
    file = files.store(photo(), by=desk.by, at=desk.at)
    with pytest.raises(NotAllowed):
        services.attach(matter, [file], to=Belonging(), by=stranger, at=desk.at)


def test_nothing_is_added_to_what_has_ended(desk: Desk) -> None:
    matter = make_matter(desk, state=State.CLOSED)
    assert window(desk.officer).post(f"/matters/{matter.number}/files/", {"files": [photo()]}).status_code == 403
    assert not File.objects.exists()


def test_twice_is_once(desk: Desk) -> None:
    matter = make_matter(desk)
    put(matter, desk)
    again = files.store(photo("另一个名字.jpg"), by=desk.by, at=desk.at)
    assert services.attach(matter, [again], to=Belonging(), by=desk.by, at=desk.at) == []
    assert Entry.objects.filter(chain=matter.ledger_chain, verb="file.attached").count() == 1


def test_a_matter_holds_so_many(desk: Desk, settings: LazySettings) -> None:
    settings.FILES_PER_MATTER = 1
    matter = make_matter(desk)
    put(matter, desk)
    more = files.store(photo(colour="blue"), by=desk.by, at=desk.at)
    with pytest.raises(Refusal, match="最多 1 个文件"):
        services.attach(matter, [more], to=Belonging(), by=desk.by, at=desk.at)


def test_taken_away_with_a_reason(desk: Desk) -> None:
    matter, client = make_matter(desk), window(desk.officer)
    attachment = put(matter, desk)
    address = f"/matters/{matter.number}/files/{attachment.pk}/"
    assert client.post(address + "remove/", {"reason": " "}).status_code == 422
    assert client.post(address + "remove/", {"reason": "传错了"}).status_code == 303
    assert status(client, address) == 404
    assert SECRET_NAME not in client.get(f"/matters/{matter.number}/").content.decode()
    assert client.post(address + "remove/", {"reason": "再来"}).status_code == 404
    entry = Entry.objects.get(chain=matter.ledger_chain, verb="file.removed")
    assert entry.reason == "传错了"
    removed = Attachment.objects.get(pk=attachment.pk).removed_at
    assert removed
    files.sweep(at=removed + timedelta(days=29))
    assert erase_expired(at=removed + timedelta(days=29)) == 0
    assert File.objects.exists()  # for a while, so that it can still be looked at
    assert erase_expired(at=removed + timedelta(days=31)) == 1
    assert erase_expired(at=removed + timedelta(days=31)) == 0
    files.sweep(at=removed + timedelta(days=31))
    assert not File.objects.exists()


def test_what_the_person_was_sent_stays(desk: Desk) -> None:
    matter = make_matter(desk)
    attachment = put(matter, desk, part=Attachment.Part.REPLY)
    with pytest.raises(NotAllowed, match="随答复"):
        services.detach(attachment, reason="想换一个", by=desk.by, at=desk.at)


def test_erased_when_their_time_is_over_and_the_matter_has_ended(desk: Desk) -> None:
    running, over = make_matter(desk), make_matter(desk)
    for matter in (running, over):
        put(matter, desk, caption="门牌")
    services.withdraw(over, reason="本人撤回", by=desk.by, at=desk.at)
    late = desk.later(days=365 * 12)
    assert erase_expired(at=late) == 1
    assert not Attachment.objects.get(matter=over).file
    assert Attachment.objects.get(matter=running).file
    assert Entry.objects.filter(chain=over.ledger_chain, verb="file.erased").count() == 1
    assert not list(selectors.attachments_of(over))


def test_the_bytes_being_gone_is_said(desk: Desk) -> None:
    matter = make_matter(desk)
    attachment = put(matter, desk)
    shelf.remove(attachment.file.sha256)  # type: ignore[union-attr]
    client = window(desk.officer)
    assert status(client, f"/matters/{matter.number}/files/{attachment.pk}/") == 404
    assert status(client, f"/matters/{matter.number}/") == 200


def test_files_of_a_matter_joined_to_it_are_shown_with_it(desk: Desk) -> None:
    kept, joined = make_matter(desk), make_matter(desk)
    attachment = put(joined, desk)
    services.mark_duplicate(joined, of=kept, reason="同一件事", by=desk.by, at=desk.at)
    assert [each.pk for each in selectors.attachments_of(kept)] == [attachment.pk]
    assert status(window(desk.officer), f"/matters/{kept.number}/files/{attachment.pk}/") == 200
