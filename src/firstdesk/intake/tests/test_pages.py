"""The pages of the door: one page from the ring to the receipt, persons behind a purpose, imports."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from firstdesk.common import clock
from firstdesk.intake import services
from firstdesk.intake.models import Contact, ImportRun, Party
from firstdesk.intake.services.imports.running import run_import
from firstdesk.intake.tests.factories import make_contact, registration
from firstdesk.intake.tests.files import MAPPING, line, write
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TYPED = {
    "narrative": "楼上漏水", "place": "3栋502", "occurred_at": "2025-01-06T08:00", "reporter": "named", "name": "李小明",
    "phone": "13800138000", "may_contact": "on", "urgency": "normal", "grade": "ordinary",
}  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    return make_desk(at=clock.now() - timedelta(minutes=1))


def signed_in(desk: Desk, code: str = "intake") -> Client:
    client = Client()
    client.force_login(desk.centre.people[code], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_from_the_ring_to_the_receipt(desk: Desk) -> None:
    client = signed_in(desk)
    assert client.get(reverse("intake:new")).status_code == 200
    page = client.post(reverse("intake:new"), {"channel": "phone"}).headers["Location"]
    assert "data-due" in client.get(page).content.decode()
    contact = Contact.objects.get()
    assert client.post(reverse("intake:answer", args=[contact.pk])).status_code == 303
    assert "楼上漏" not in client.get(page).content.decode()
    kept = client.post(reverse("intake:draft", args=[contact.pk]), {"narrative": "楼上漏"}, headers=HTMX)
    assert kept.status_code == 200 and 'id="kept"' in kept.content.decode()
    assert "楼上漏" in client.get(page).content.decode()
    done = client.post(page, TYPED)
    matter = Matter.objects.get()
    assert done.status_code == 303 and done.headers["Location"] == reverse("intake:receipt", args=[matter.number])
    receipt = client.get(done.headers["Location"]).content.decode()
    assert matter.number in receipt and matter.token in receipt
    assert (matter.state, matter.first_receiver) == (State.TO_TRIAGE, desk.officer)
    assert client.get(page).status_code == 200


def test_registered_and_routed_before_the_caller_hangs_up(desk: Desk) -> None:
    client, contact = signed_in(desk), make_contact(desk)
    judged = {"nature": "complaint", "topic": "property_management", "remit": "outside", "person_informed": "on"}
    kept = client.post(reverse("intake:draft", args=[contact.pk]), TYPED | judged, headers=HTMX)
    assert desk.centre.linkage.name in kept.content.decode()
    done = client.post(reverse("intake:contact", args=[contact.pk]), TYPED | judged)
    assert Matter.objects.get().state == State.OFFERED
    assert desk.centre.linkage.name in client.get(done.headers["Location"]).content.decode()


def test_what_is_missing_stands_beside_its_field_with_the_clause(desk: Desk) -> None:
    client, contact = signed_in(desk), make_contact(desk)
    refused = client.post(reverse("intake:contact", args=[contact.pk]), TYPED | {"place": "", "name": ""})
    page = refused.content.decode()
    assert refused.status_code == 422 and "PM-023" in page and "id_place_error" in page and "id_name_error" in page


def test_what_the_route_misses_leaves_the_contact_open(desk: Desk) -> None:
    client, contact = signed_in(desk), make_contact(desk)
    judged = {"nature": "complaint", "topic": "property_management", "remit": "outside"}
    refused = client.post(reverse("intake:contact", args=[contact.pk]), TYPED | judged)
    page = refused.content.decode()
    assert refused.status_code == 422 and "id_person_informed_error" in page and "楼上漏水" in page
    assert "去向" in page, "whom it goes to is what they are still to be told"
    assert not Matter.objects.exists()


def test_half_a_judgement_is_said(desk: Desk) -> None:
    client, contact = signed_in(desk), make_contact(desk)
    refused = client.post(reverse("intake:contact", args=[contact.pk]), TYPED | {"nature": "help"})
    page = refused.content.decode()
    assert refused.status_code == 422 and not Matter.objects.exists()
    assert "id_topic_error" in page and "id_remit_error" in page and "id_nature_error" not in page


def test_a_point_on_the_map(desk: Desk) -> None:
    client, contact = signed_in(desk), make_contact(desk)
    page = client.get(reverse("intake:contact", args=[contact.pk])).content.decode()
    assert "data-west" in page and desk.centre.grids[0].name in page
    found = client.get(reverse("intake:grid"), {"lng": "118.15", "lat": "25.05"}, headers=HTMX)
    assert desk.centre.grids[1].name in found.content.decode()
    assert client.get(reverse("intake:grid"), {"lng": "x"}).status_code == 200
    client.post(reverse("intake:contact", args=[contact.pk]), TYPED | {"lng": "118.15", "lat": "25.05"})
    assert Matter.objects.get().grid == desk.centre.grids[1]


def test_dropped(desk: Desk) -> None:
    client, contact = signed_in(desk), make_contact(desk)
    url = reverse("intake:drop", args=[contact.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "打错了"}).status_code == 303


@pytest.mark.parametrize("code", ["supervisor", "auditor", "admin", "archive"])
def test_not_for_posts_without_the_permission(desk: Desk, code: str) -> None:
    client, contact = signed_in(desk, code), make_contact(desk)
    assert client.get(reverse("intake:new")).status_code == 403
    assert client.get(reverse("intake:contact", args=[contact.pk])).status_code == 403
    assert client.get(reverse("intake:imports")).status_code == 403


def test_a_strangers_contact_is_not_found(desk: Desk) -> None:
    contact = make_contact(desk)
    client = signed_in(make_desk(at=desk.at))
    assert client.get(reverse("intake:contact", args=[contact.pk])).status_code == 404


def test_the_receipt_is_for_whoever_registered(desk: Desk) -> None:
    matter = services.register(registration(desk), by=desk.by, at=desk.at)
    url = reverse("intake:receipt", args=[matter.number])
    assert signed_in(desk, "group_leader").get(url).status_code == 404
    assert signed_in(desk).get(url).status_code == 200


def test_a_person_behind_a_purpose(desk: Desk) -> None:
    matter = services.register(registration(desk), by=desk.by, at=desk.at)
    url = reverse("intake:reveal", args=[matter.number, Party.objects.get(matter=matter).pk])
    client = signed_in(desk)
    asked = client.get(url).content.decode()
    assert "李**" in asked and "13800138000" not in asked
    assert client.post(url, {"purpose": ""}).status_code == 422
    shown = client.post(url, {"purpose": "回电"}, headers=HTMX)
    assert "13800138000" in shown.content.decode() and shown.headers["Cache-Control"] == "no-store"
    assert Entry.objects.get(verb="personal.read").reason == "回电"
    assert signed_in(desk, "auditor").get(url).status_code == 403


def test_the_report_is_read_masked(desk: Desk) -> None:
    matter = services.register(registration(desk), by=desk.by, at=desk.at)
    url = reverse("intake:report", args=[matter.number])
    client = signed_in(desk)
    page, part = client.get(url).content.decode(), client.get(url, headers=HTMX).content.decode()
    assert "楼上漏水" in part and "李**" in part and "13800138000" not in part
    assert part.strip() in page
    assert signed_in(make_desk(at=desk.at)).get(url).status_code == 404


def test_import_from_upload_to_faults(desk: Desk, tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "made-up.yaml").write_text(_yaml(), encoding="utf-8")
    client = signed_in(desk)
    content = write(tmp_path, line(1), line(2, when="=cmd")).read_bytes()
    file = SimpleUploadedFile("旧件.csv", content, content_type="text/csv")
    made = client.post(reverse("intake:imports"), {"file": file, "mapping": "made-up"})
    assert made.status_code == 303
    run = ImportRun.objects.get()
    assert "data-" not in client.get(made.headers["Location"], headers=HTMX).content.decode()
    assert client.post(reverse("intake:start", args=[run.pk])).status_code == 303
    assert ProcrastinateJob.objects.filter(task_name="intake.run_import").count() == 1
    assert "every 2s" in client.get(made.headers["Location"], headers=HTMX).content.decode()
    run_import(run.pk, at=_now())
    page = client.get(made.headers["Location"]).content.decode()
    assert "every 2s" not in page and reverse("intake:faults", args=[run.pk]) in page
    csv = client.get(reverse("intake:faults", args=[run.pk])).content.decode()
    assert csv.startswith("\ufeff") and "cmd" not in csv and ",时间," in csv
    assert client.get(reverse("intake:imports")).status_code == 200


def test_a_file_that_is_no_table(desk: Desk) -> None:
    file = SimpleUploadedFile("x.pdf", b"%PDF")
    refused = signed_in(desk).post(reverse("intake:imports"), {"file": file, "mapping": "messages-full"})
    assert refused.status_code == 422 and not ImportRun.objects.exists()


def _now() -> datetime:
    return clock.now()


def _yaml() -> str:
    """The made-up mapping as a file; JSON is YAML."""
    return json.dumps(MAPPING, ensure_ascii=False)
