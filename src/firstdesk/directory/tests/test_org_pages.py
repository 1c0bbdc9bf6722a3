"""The organisation on its pages, and setting it up."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from firstdesk.directory import ports
from firstdesk.directory.models import Appointment, Post, Remit, Unit, User
from firstdesk.directory.roles import ROLES
from firstdesk.directory.tests.factories import FIRST_DAY, Centre, make_centre, make_person
from firstdesk.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return make_centre()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def admin(centre: Centre) -> Client:
    return client_of(centre.people["admin"])


def test_everybody_sees_the_tree(centre: Centre) -> None:
    page = client_of(centre.linkage_people["handler"]).get(reverse("directory:org")).content.decode()
    assert centre.unit.name in page and centre.community.name in page
    assert "新建单位" not in page


def test_the_page_of_a_unit(centre: Centre, admin: Client) -> None:
    page = admin.get(reverse("directory:unit", args=[centre.unit.code])).content.decode()
    assert str(centre.people["director"]) in page and "接警" in page
    community = admin.get(reverse("directory:unit", args=[centre.community.code])).content.decode()
    assert centre.grids[0].code in community
    assert admin.get(reverse("directory:unit", args=["nowhere"])).status_code == 404


def test_a_vacant_post_is_said(centre: Centre, admin: Client) -> None:
    Appointment.objects.filter(post=centre.posts["archive"]).delete()
    assert "空缺" in admin.get(reverse("directory:unit", args=[centre.unit.code])).content.decode()


def test_setting_up_a_unit(centre: Centre, admin: Client) -> None:
    form = {"parent": centre.unit.pk, "kind": "group", "code": "new-group", "name": "综合组"}
    assert admin.get(reverse("directory:add_unit")).status_code == 200
    assert admin.post(reverse("directory:add_unit"), form).status_code == 303
    unit = Unit.objects.get(code="new-group")
    assert unit.path == f"{centre.unit.path}new-group/"
    assert {post.code for post in unit.posts.all()} == {"liaison", "leader", "handler"}
    assert Entry.objects.get(verb="unit.created", subject_id=unit.pk).actor_id == centre.people["admin"].pk
    wrong = admin.post(reverse("directory:add_unit"), form | {"kind": "linkage_unit", "code": "x"})
    assert wrong.status_code == 422 and "一、二、三类" in wrong.content.decode()
    assert admin.post(reverse("directory:add_unit"), form).status_code == 422, "the code is taken"
    elsewhere = form | {"parent": make_centre().unit.pk, "code": "y"}
    assert admin.post(reverse("directory:add_unit"), elsewhere).status_code == 422
    assert not Unit.objects.filter(code__in=["x", "y"]).exists()


def test_a_unit_of_many_topics_costs_no_more(centre: Centre, admin: Client) -> None:
    url, asked = reverse("directory:unit", args=[centre.community.code]), []
    for topics in (["noise"], ["heating", "water", "roads"]):
        for rank, topic in enumerate(topics):
            Remit.objects.create(centre=centre.unit, unit=centre.community, topic=topic, rank=rank)
        with CaptureQueriesContext(connection) as found:
            page = admin.get(url).content.decode()
        assert all(topic in page for topic in topics)
        asked.append(len(found))
    assert asked[1] <= asked[0]


def test_adding_a_post_and_a_topic(centre: Centre, admin: Client) -> None:
    post = {"code": "night", "name": "夜班", "role": "intake_officer", "is_queue": "on"}
    assert admin.post(reverse("directory:add_post", args=[centre.unit.code]), post).status_code == 303
    assert Post.objects.get(unit=centre.unit, code="night").is_queue
    topics = (("水电", (("utilities", "公用事业"),)),)
    before = ports.get()
    ports.install(
        ports.Ports(topics=lambda at: topics, topic_names=before.topic_names, charter=before.charter, demo=before.demo)
    )
    try:
        remit = {"centre": centre.unit.pk, "topic": "utilities", "rank": 1}
        assert admin.post(reverse("directory:add_remit", args=[centre.community.code]), remit).status_code == 303
    finally:
        ports.install(before)
    assert Remit.objects.filter(unit=centre.community, topic="utilities").exists()
    stranger = make_centre()
    assert admin.post(reverse("directory:add_post", args=[stranger.unit.code]), post).status_code == 403


def test_only_an_administrator_sets_up(centre: Centre) -> None:
    for code in set(centre.people) - {"admin"}:
        assert client_of(centre.people[code]).post(reverse("directory:add_unit"), {}).status_code == 403


def test_making_an_account_shows_its_password_once(centre: Centre, admin: Client) -> None:
    form = {
        "username": "zhaoliu", "name": "赵六", "staff_number": "017", "post": centre.posts["intake"].pk,
        "starts_on": "2025-09-01",
    }  # fmt: skip
    answer = admin.post(reverse("directory:add_person"), form, follow=True)
    user = User.objects.get(username="zhaoliu")
    assert user.must_change_password
    assert user.appointments.get().post == centre.posts["intake"]
    shown = [
        word
        for word in answer.content.decode().replace("。", " ").replace("：", " ").split()
        if user.check_password(word)
    ]
    assert shown, "the first password stands on the page"
    assert not any(user.check_password(str(value)) for value in Entry.objects.values_list("after_json", flat=True))
    assert admin.post(reverse("directory:add_person"), form).status_code == 422
    assert User.objects.filter(first_name="赵六").count() == 1


def test_appointing_and_dismissing(centre: Centre, admin: Client) -> None:
    person = centre.people["intake"]
    appoint = reverse("directory:appoint", args=[person.pk])
    form = {"post": centre.posts["mediation"].pk, "starts_on": "2025-09-01"}
    assert admin.get(appoint).status_code == 200
    assert admin.post(appoint, form).status_code == 303
    assert admin.post(appoint, form).status_code == 422, "holds it already"
    held = person.appointments.get(post=centre.posts["mediation"])
    page = admin.get(reverse("directory:person", args=[person.pk])).content.decode()
    assert "免去" in page
    end = reverse("directory:dismiss", args=[person.pk, held.pk])
    assert admin.post(end, {"ends_on": "2025-08-01", "reason": "调离"}).status_code == 422
    assert admin.post(end, {"ends_on": "2025-10-01", "reason": "调离"}).status_code == 303
    held.refresh_from_db()
    assert held.ends_on == date(2025, 10, 1)
    assert Entry.objects.get(verb="person.dismissed").reason == "调离"


def test_nobody_appoints_themselves(centre: Centre, admin: Client) -> None:
    address = reverse("directory:appoint", args=[centre.people["admin"].pk])
    form = {"post": centre.posts["director"].pk, "starts_on": "2025-09-01"}
    assert admin.post(address, form).status_code == 403
    assert not centre.people["admin"].appointments.filter(post=centre.posts["director"]).exists()


def test_a_new_first_password(centre: Centre, admin: Client) -> None:
    person = centre.people["intake"]
    assert admin.post(reverse("directory:new_password", args=[person.pk])).status_code == 303
    person.refresh_from_db()
    assert person.must_change_password
    Appointment.objects.create(user=person, post=make_centre().posts["director"], starts_on=FIRST_DAY)
    address = reverse("directory:new_password", args=[person.pk])
    assert admin.post(address).status_code == 403
    assert address not in admin.get(reverse("directory:person", args=[person.pk])).content.decode()


def test_finding_people(centre: Centre, admin: Client) -> None:
    make_person(centre.posts["intake"], name="欧阳兰")
    page = admin.get(reverse("directory:people"), {"text": "欧阳"}).content.decode()
    assert "欧阳兰" in page and str(centre.people["director"]) not in page


def test_roles_are_explained(centre: Centre, admin: Client) -> None:
    page = admin.get(reverse("directory:roles")).content.decode()
    assert all(str(role.name) in page for role in ROLES.values())
    assert "系统管理员" in page


def test_without_a_post_there_is_a_reason(centre: Centre) -> None:
    answer = client_of(make_person()).get(reverse("directory:org"))
    assert answer.status_code == 403
    assert "岗位" in answer.content.decode()
