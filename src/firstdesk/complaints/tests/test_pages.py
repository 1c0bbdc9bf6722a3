"""The panel of a complaint, the list, and the public side."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from firstdesk.complaints.models import Complaint
from firstdesk.complaints.tests.factories import DUE, Case, make_complaint
from firstdesk.matters.tests.factories import make_desk, make_matter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_knocks() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def as_(case: Case, code: str) -> Client:
    client = Client()
    client.force_login(case.desk.centre.people[code])
    return client


def test_a_just_registered_matter_is_taken_as_a_complaint() -> None:
    desk = make_desk()
    matter, about = make_matter(desk), make_matter(desk)
    client = Client()
    client.force_login(desk.officer)
    assert "作为对我们的投诉受理" in client.get(f"/matters/{matter.number}/").content.decode()
    given = {"kind": "phrase", "about": about.number, "phrase": "不归我管", "seen": matter.changed_at.isoformat()}
    assert client.post(f"/matters/{matter.number}/complaint/open/", given | {"kind": ""}).status_code == 422
    assert client.post(f"/matters/{matter.number}/complaint/open/", given).status_code == 303
    assert Complaint.objects.get().phrase == "不归我管"
    assert client.post(f"/matters/{matter.number}/complaint/open/", given).status_code == 404  # it may be about them


def test_decided_and_paid_through_the_page() -> None:
    case = make_complaint()
    case.answered(DUE + timedelta(days=3))
    url = f"/matters/{case.matter.number}/"
    html = as_(case, "supervisor").get(url).content.decode()
    assert "迟 3 日：30 元" in html and "批准 30 元" in html and "2025-09-29" in html
    assert "批准 30 元" not in as_(case, "group_leader").get(url).content.decode()
    seen = {"seen": case.matter.changed_at.isoformat()}
    assert as_(case, "group_leader").post(f"{url}complaint/approve/", seen).status_code == 403
    assert as_(case, "supervisor").post(f"{url}complaint/approve/", seen).status_code == 303
    assert as_(case, "director").post(f"{url}complaint/pay/", seen | {"voucher": "收据7"}).status_code == 303
    assert case.money.state == "paid"
    public = Client().get(f"/portal/f/{case.matter.token}/").content.decode()
    assert "30 元" in public and "已支付" in public


def test_a_resident_complains_about_one_matter_without_a_name() -> None:
    desk = make_desk()
    about = make_matter(desk)
    client = Client()
    page = client.get(f"/portal/f/{about.token}/complain/").content.decode()
    assert about.number in page and "十" in page
    given = {"centre": desk.centre.unit.code, "kind": "promise", "narrative": "说三天回访，一直没有人来"}
    assert client.post(f"/portal/f/{about.token}/complain/", given | {"narrative": ""}).status_code == 422
    sent = client.post(f"/portal/f/{about.token}/complain/", given)
    assert sent.status_code == 303, sent.content.decode()
    complaint = Complaint.objects.get()
    assert complaint.about == about and complaint.matter.channel == "web"
    assert complaint.matter.number in client.get(sent["Location"]).content.decode()
    assert client.get(f"/portal/f/{complaint.matter.token}/").status_code == 200


def test_a_complaint_sent_twice_is_one() -> None:
    desk = make_desk()
    client = Client()
    form = client.get("/portal/complain/").context["form"]
    given = {"centre": desk.centre.unit.code, "kind": "promise", "narrative": "说三天回访，一直没有人来"}
    given |= {"once": form.initial["once"]}
    answers = {client.post("/portal/complain/", given)["Location"] for _each in range(2)}
    assert len(answers) == 1
    assert Complaint.objects.count() == 1


def test_the_wall_shows_no_figure_below_three(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_complaint()
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: DUE)
    code = case.desk.centre.unit.code
    assert "少于三件" in Client().get(f"/wall/?centre={code}").content.decode()
    for _each in range(2):
        make_complaint(desk=case.desk)
    page = Client().get(f"/wall/?centre={code}").content.decode()
    assert "少于三件" not in page
