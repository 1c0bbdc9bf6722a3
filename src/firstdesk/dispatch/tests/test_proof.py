"""Photos with a result: put by the unit that has the matter, seen by whoever confirms it."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common.refusals import NotAllowed
from firstdesk.dispatch import services
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.files import services as files
from firstdesk.files.tests import samples
from firstdesk.matters.models import Attachment
from firstdesk.matters.states import State

pytestmark = pytest.mark.django_db


def given() -> dict[str, object]:
    return {"result_code": "settled", "text": "已修好", "files": [samples.upload(samples.picture(size=(60, 40)))]}


def test_sent_with_the_answer() -> None:
    case = make_case("working")
    client = Client()
    client.force_login(case.desk.centre.linkage_people["liaison"])
    seen = {"seen": case.matter.changed_at.isoformat(), "referral": case.referral.pk}
    sent = client.post(reverse("dispatch:answer", args=[case.matter.number]), given() | seen)
    assert sent.status_code == 303, sent.content.decode()
    case.matter.refresh_from_db()
    assert case.matter.state == State.ANSWERED
    attachment = Attachment.objects.get(matter=case.matter)
    assert (attachment.part, attachment.part_id) == ("answer", case.referral.pk)


def test_only_by_the_unit_that_has_it() -> None:
    case = make_case("working")
    file = files.store(samples.upload(samples.picture()), by=case.sender, at=case.at)
    with pytest.raises(NotAllowed):
        services.attach_proof(case.referral, [file], by=case.sender, at=case.at)
    assert services.attach_proof(case.referral, [file], by=case.receiver, at=case.at)
    assert not services.attach_proof(case.referral, [file], by=case.receiver, at=case.at)  # once
