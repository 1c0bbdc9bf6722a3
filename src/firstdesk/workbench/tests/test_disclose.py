"""Giving data out, on its page."""

import pytest
from django.urls import reverse

from firstdesk.directory.models import Disclosure
from firstdesk.directory.tests.factories import make_centre
from firstdesk.matters.tests.factories import Page, make_desk, make_matter

pytestmark = pytest.mark.django_db
FORM = {"recipient": "县民政局", "purpose": "办理救助", "basis": "本人同意", "items": "姓名、电话"}


def test_it_is_recorded_and_listed() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    address = reverse("workbench:disclosures", args=[matter.number])
    client = Page()
    client.force_login(desk.officer)
    assert "尚未对外提供" in client.get(address).content.decode()
    assert client.post(address, FORM | {"basis": ""}).status_code == 422
    assert not Disclosure.objects.exists()
    first = {"seen": matter.changed_at.isoformat()}
    assert client.post(address, FORM | first).status_code == 303
    assert client.post(address, FORM | first).status_code == 409  # sent twice, given once
    assert "县民政局" in client.get(address).content.decode()
    assert Disclosure.objects.get().matter_id == matter.pk
    assert address in client.get(reverse("workbench:matter", args=[matter.number])).content.decode()


def test_who_cannot_see_the_matter_or_does_not_answer_for_it() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    address = reverse("workbench:disclosures", args=[matter.number])
    for user, status in ((make_centre().people["intake"], 404), (desk.centre.people["supervisor"], 403)):
        client = Page()
        client.force_login(user)
        assert client.post(address, FORM).status_code == status
    assert not Disclosure.objects.exists()
