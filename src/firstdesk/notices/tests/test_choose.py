"""The page of preferences: what one chooses, what is refused, what is recorded."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.directory.tests.factories import Centre, make_centre
from firstdesk.ledger.models import Entry
from firstdesk.notices.models import Preference, QuietPost

pytestmark = pytest.mark.django_db
PAGE = "notices:preferences"
GOOD = {
    "mail_wish": "warning",
    "mail": "a@example.com",
    "digest": "daily",
    "digest_hour": "08:30",
    "digest_weekday": "0",
    "sms_wish": "danger",
    "mobile": "138-0013-8000",
    "quiet_from": "21:00",
    "quiet_until": "07:00",
    "language": "zh-hans",
}


@pytest.fixture
def centre(client: Client) -> Centre:
    made = make_centre()
    client.force_login(made.people["director"])
    return made


def test_what_is_chosen_is_kept_and_the_record_has_no_address(client: Client, centre: Centre) -> None:
    assert client.post(reverse(PAGE), GOOD).status_code == 303
    wish = Preference.objects.get(user=centre.people["director"])
    assert (wish.mobile, wish.mail_wish, f"{wish.quiet_from:%H:%M}") == ("13800138000", "warning", "21:00")
    entry = Entry.objects.get(verb="person.notices_chosen")
    assert "example.com" not in entry.after_json and "138" not in entry.after_json
    html = client.get(reverse(PAGE)).content.decode()
    assert 'value="21:00"' in html and 'value="13800138000"' in html
    assert client.post(reverse(PAGE), GOOD | {"mail_wish": "never"}).status_code == 303
    assert Preference.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"mail": ""},
        {"mobile": ""},
        {"mobile": "12345"},
        {"quiet_until": ""},
        {"digest_weekday": "7"},
        {"mail_wish": "always"},
    ],
)
def test_what_cannot_work_is_refused_beside_its_field(client: Client, centre: Centre, wrong: dict[str, str]) -> None:
    response = client.post(reverse(PAGE), GOOD | wrong)
    assert response.status_code == 422
    assert not Preference.objects.exists()


def test_quiet_hours_of_a_post_by_whoever_keeps_the_shift_table(client: Client, centre: Centre) -> None:
    intake = centre.posts["intake"]
    address = reverse("notices:post_hours", args=[intake.pk])
    assert client.post(address, {"quiet_from": "22:00", "quiet_until": "22:00"}).status_code == 303
    assert QuietPost.objects.get().post == intake
    assert client.post(address, {"quiet_from": "22:00"}).status_code == 422
    assert client.post(address, {}).status_code == 303 and not QuietPost.objects.exists()
    other = reverse("notices:post_hours", args=[centre.linkage_posts["liaison"].pk])
    assert client.post(other, {}).status_code == 404
    client.force_login(centre.people["intake"])
    assert client.post(address, {}).status_code == 403
