"""The list of referrals: each with the promise that breaks first, while something is owed on it."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.directory.tests.factories import acting
from firstdesk.dispatch import selectors, services
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.obligations import selectors as obligations

pytestmark = pytest.mark.django_db


def test_an_open_referral_shows_when_it_is_due() -> None:
    case = make_case()
    client = Client()
    client.force_login(case.liaison)
    first = obligations.for_matters([case.matter.pk])[case.matter.pk]
    html = client.get(reverse("dispatch:referrals")).content.decode()
    assert case.matter.title in html and f'datetime="{first.due_at.astimezone().isoformat()[:10]}' in html


def test_nothing_is_due_on_one_that_was_objected_to() -> None:
    case = make_case()
    services.object_(case.referral, reason="不属本单位职责", by=case.receiver, at=case.at)
    lines = selectors.with_clocks(selectors.received(acting(case.liaison, case.at)))
    assert [line.clock for line in lines] == [None]


def test_what_was_given_to_a_colleague_does_not_wait_for_everybody() -> None:
    case = make_case()
    services.accept(case.referral, handler=case.desk.centre.linkage_people["handler"], by=case.receiver, at=case.at)
    waits = {}
    for name in ("liaison", "handler"):
        client = Client()
        client.force_login(case.desk.centre.linkage_people[name])
        waits[name] = client.get(reverse("dispatch:referrals")).context["waits"]
    assert waits == {"liaison": 0, "handler": 1}
