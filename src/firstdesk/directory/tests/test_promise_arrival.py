"""How fast a unit promises to be at a place."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from firstdesk.common.refusals import Refusal
from firstdesk.directory import selectors, services
from firstdesk.directory.models import ArrivalPromise
from firstdesk.directory.tests.factories import LONG_AGO, SETUP, make_centre
from firstdesk.ledger.models import Entry

pytestmark = pytest.mark.django_db


def test_what_is_said_of_zone_and_hour_outweighs_what_is_said_of_all() -> None:
    unit = make_centre().linkage
    for arrival in (
        services.Arrival(minutes=60),
        services.Arrival(minutes=30, zone="urban"),
        services.Arrival(minutes=45, zone="urban", hour="off_hours"),
    ):
        services.promise_arrival(unit=unit, arrival=arrival, by=SETUP, at=LONG_AGO)
    asked = [("rural", "office"), ("urban", "office"), ("urban", "off_hours")]
    assert [selectors.arrival_promised(unit, zone, hour) for zone, hour in asked] == [60, 30, 45]


def test_a_unit_that_promised_nothing_has_no_figure() -> None:
    assert selectors.arrival_promised(make_centre().linkage, "urban", "office") is None


def test_a_new_figure_takes_the_place_of_the_old_and_both_are_on_record() -> None:
    unit = make_centre().linkage
    for minutes in (60, 20):
        arrival = services.Arrival(minutes=minutes, reference="承诺书2026-3")
        services.promise_arrival(unit=unit, arrival=arrival, by=SETUP, at=LONG_AGO)
    assert ArrivalPromise.objects.get(unit=unit).minutes == 20
    last = Entry.objects.filter(verb="unit.arrival_promised").order_by("-seq")[0]
    assert (last.before["minutes"], last.after["minutes"]) == (60, 20)


@pytest.mark.parametrize("minutes", [0, 2000])
def test_a_promise_lies_between_a_minute_and_a_day(minutes: int) -> None:
    with pytest.raises((Refusal, ValidationError)):
        arrival = services.Arrival(minutes=minutes)
        services.promise_arrival(unit=make_centre().linkage, arrival=arrival, by=SETUP, at=LONG_AGO)


def test_it_is_entered_and_shown_on_the_page_of_the_unit(client: Client) -> None:
    centre = make_centre()
    client.force_login(centre.people["admin"])
    inner = centre.community
    sent = client.post(f"/org/{inner.code}/arrivals/add/", {"minutes": 25, "zone": "urban", "hour": ""})
    assert sent.status_code == 303
    assert "25" in client.get(f"/org/{inner.code}/").content.decode()
    client.force_login(centre.people["intake"])
    assert client.post(f"/org/{inner.code}/arrivals/add/", {"minutes": 5}).status_code == 403
