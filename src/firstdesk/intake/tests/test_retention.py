"""Persons' data is erased when its time is over; files that were never imported do not stay."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from firstdesk.common.refusals import Refusal
from firstdesk.intake import services
from firstdesk.intake.models import Contact, ImportRun, Party
from firstdesk.intake.services.imports.running import check_file, prepare_import
from firstdesk.intake.tests.factories import registration
from firstdesk.intake.tests.files import line, new_import, write
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def matter(desk: Desk) -> Matter:
    return services.register(registration(desk), by=desk.by, at=desk.at)


def _after(party: Party, desk: Desk) -> datetime:
    """A day after the party's data was to be kept."""
    return desk.at + timedelta(days=(party.keep_until - desk.at.date()).days + 2)


def test_an_open_matter_keeps_its_people(desk: Desk, matter: Matter) -> None:
    party = Party.objects.get(matter=matter)
    assert services.erase_expired(at=_after(party, desk)) == 0
    assert Party.objects.get().phone


def test_an_ended_one_loses_them_when_the_time_is_over(desk: Desk, matter: Matter) -> None:
    party = Party.objects.get(matter=matter)
    matters.withdraw(matter, reason="本人要求", by=desk.by, at=desk.at)
    assert services.erase_expired(at=desk.at) == 0
    assert services.erase_expired(at=_after(party, desk)) == 1
    again = Party.objects.get()
    assert (again.name, again.phone, again.note) == ("", "", "")
    entry = Entry.objects.get(verb="personal.erased")
    assert (entry.chain, entry.after) == (matter.ledger_chain, {"parties": 1})
    assert services.erase_expired(at=_after(party, desk)) == 0  # once
    assert Entry.objects.filter(verb="personal.erased").count() == 1


@pytest.fixture
def run(desk: Desk, tmp_path: Path) -> ImportRun:
    run = prepare_import(new_import(desk.centre.unit, write(tmp_path, line(1))), by=desk.by, at=desk.at)
    os.utime(run.path, (desk.at.timestamp(), desk.at.timestamp()))
    return run


def test_a_file_nobody_imported_goes_after_thirty_days(
    desk: Desk, run: ImportRun, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for days, there in ((29, True), (31, False), (32, False)):
        with django_capture_on_commit_callbacks(execute=True):
            services.erase_expired(at=desk.later(days=days))
        assert Path(run.path).exists() is there
    assert Entry.objects.filter(chain=run.ledger_chain, verb="import.file_removed").count() == 1


def test_a_removed_file_is_asked_for_again(
    client: Client, desk: Desk, run: ImportRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: desk.later(days=40))
    Path(run.path).unlink()
    client.force_login(desk.officer)
    assert client.get(f"/intake/imports/{run.pk}/").status_code == 422
    with pytest.raises(Refusal):
        check_file(new_import(desk.centre.unit, Path(run.path)), at=desk.at)
    again = prepare_import(new_import(desk.centre.unit, tmp_path / "made-up.csv"), by=desk.by, at=desk.later(days=40))
    assert again.pk == run.pk and Path(run.path).exists()


def test_the_draft_of_a_contact_nobody_ended_goes_and_a_recent_one_stays(desk: Desk) -> None:
    new = {"centre": desk.centre.unit, "operator": desk.officer, "channel": "phone", "draft": {"phone": "13800138000"}}
    old = Contact.objects.create(rang_at=desk.at - timedelta(days=31), **new)
    recent = Contact.objects.create(rang_at=desk.at - timedelta(days=29), **new)
    services.erase_expired(at=desk.at)
    old.refresh_from_db()
    recent.refresh_from_db()
    assert (old.draft, old.state) == ({}, "open")
    assert recent.draft == {"phone": "13800138000"}
