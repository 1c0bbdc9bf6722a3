"""What nobody looked at, nobody changes: every form about a case says which edition of it the page showed."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from firstdesk.mediation.models import Session
from firstdesk.mediation.tests import walks
from tests.access.scene import pages
from tests.support.source import report

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SAID = "无法识别这个页面的状态"
WITHOUT = {"mediation:lines": "adds to the record under a key of its own; the same line again is one line"}


def test_a_form_that_does_not_say_what_it_saw_is_refused() -> None:
    table = walks.planned()
    session = walks.opened(table)
    client = Client(raise_request_exception=False)
    client.force_login(table.mediator.user)
    values = {"number": table.case.number, "no": session.no, "pk": table.seat.pk, "kind": "record", "paper": 0}
    faults = []
    for name, parameters in pages().items():
        if (
            not name.startswith("mediation:")
            or "number" not in parameters
            or name == "mediation:apply"
            or name in WITHOUT
        ):
            continue
        address = reverse(name, kwargs={each: values.get(each, 1) for each in parameters})
        with transaction.atomic():
            response = client.post(address, {})
            transaction.set_rollback(True)
        if response.status_code != 405 and SAID not in response.content.decode():
            faults.append(f"{name}: {response.status_code}")
    report(faults, why="A POST that does not say which edition of the case it saw has to be refused for that:")
    assert Session.objects.filter(pk=session.pk).exists()
