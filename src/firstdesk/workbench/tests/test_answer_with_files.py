"""Files that go with an answer: the person finds those meant for them, and no other."""

import pytest
from django.test import Client

from firstdesk.files import services as files
from firstdesk.files.tests import samples
from firstdesk.files.tests.samples import upload
from firstdesk.matters import services as matters
from firstdesk.matters.models import Attachment, Matter
from firstdesk.matters.services import Belonging
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, Page, make_desk, make_matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def _put(matter: Matter, desk: Desk, name: str, colour: str) -> Attachment:
    file = files.store(upload(samples.picture(colour=colour), name), by=desk.by, at=desk.at)
    return matters.attach(matter, [file], to=Belonging(Attachment.Part.ANSWER, 1), by=desk.by, at=desk.at)[0]


def _window(desk: Desk) -> Page:
    page = Page()
    page.force_login(desk.officer)
    return page


@pytest.mark.parametrize(
    ("address", "action"), [("/matters/{}/reply/answer/", ""), ("/matters/{}/reply/compose/", "send")]
)
def test_the_person_finds_what_was_added_or_marked_for_them(desk: Desk, address: str, action: str) -> None:
    matter = make_matter(desk, state=State.TO_REPLY)
    marked, kept_back = _put(matter, desk, "修好后.jpg", "green"), _put(matter, desk, "内部.jpg", "red")
    window = _window(desk)
    form = window.get(f"/matters/{matter.number}/").content.decode()
    assert "给当事人的文件" in form and "内部.jpg" in form
    told = {"way": "phone", "text": "水管已换好。", "action": action, "show": [marked.pk]}
    sent = window.post(address.format(matter.number), told | {"files": [upload(samples.paper(), "说明.pdf")]})
    assert sent.status_code == 303, sent.content.decode()[:600]
    page = Client().get(f"/portal/f/{matter.token}/").content.decode()
    assert "修好后.jpg" in page and "说明.pdf" in page and "内部.jpg" not in page
    for each in Attachment.objects.filter(matter=matter, part=Attachment.Part.REPLY):
        assert Client().get(f"/portal/f/{matter.token}/files/{each.pk}/").getvalue()  # type: ignore[attr-defined]
    assert Client().get(f"/portal/f/{matter.token}/files/{kept_back.pk}/").status_code == 404


def test_a_file_of_another_matter_is_not_shown_by_its_key(desk: Desk) -> None:
    matter, other = make_matter(desk, state=State.TO_REPLY), make_matter(desk, state=State.TO_REPLY)
    secret = _put(other, desk, "别人的.jpg", "red")
    told = {"way": "phone", "text": "已办。", "show": [secret.pk, "x"]}
    assert _window(desk).post(f"/matters/{matter.number}/reply/answer/", told).status_code == 303
    assert not Attachment.objects.filter(matter=matter).exists()
