"""Who somebody is when they act."""

from datetime import UTC, date, datetime

import pytest

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory import policies, selectors, services
from firstdesk.directory.roles import Permission
from firstdesk.directory.tests.factories import SETUP, acting, make_centre, make_person

AT = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_intake_officer_acts_for_the_centre() -> None:
    centre = make_centre()
    found = acting(centre.people["intake"], AT)
    assert found.centre == centre.unit
    assert found.unit_ids == {centre.unit.pk}
    assert found.may(Permission.REGISTER)
    assert not found.subtree_paths
    assert found.actor.post_id == centre.posts["intake"].pk


def test_liaison_of_a_linkage_unit_serves_the_centre_of_its_remit() -> None:
    centre = make_centre()
    assert acting(centre.linkage_people["liaison"], AT).centre == centre.unit


def test_somebody_with_two_posts_acts_from_one_and_reads_for_both() -> None:
    one, two = make_centre(), make_centre()
    person = make_person(one.posts["intake"], two.posts["director"])
    first = acting(person, AT)
    assert first.post == one.posts["intake"]
    assert not first.may(Permission.DECIDE)
    assert first.unit_ids == {one.unit.pk, two.unit.pk}
    switched = acting(person, AT, two.posts["director"])
    assert switched.may(Permission.DECIDE)
    assert switched.subtree_paths == (two.unit.path,)
    assert switched.covers(two.community) and not switched.covers(one.community)


def test_nobody_without_a_post_today() -> None:
    centre = make_centre()
    person = make_person(centre.posts["intake"])
    services.dismiss(appointment=person.appointments.get(), ends_on=date(2025, 9, 1), reason="moved", by=SETUP, at=AT)
    assert selectors.acting_for(person, AT) is None


def test_require_names_the_post_and_what_it_lacks() -> None:
    centre = make_centre()
    supervisor = acting(centre.people["supervisor"], AT)
    policies.require(supervisor, Permission.READ_AUDIT)
    policies.require(supervisor, Permission.DECIDE, Permission.READ_AUDIT)
    with pytest.raises(NotAllowed):
        policies.require(supervisor, Permission.DECIDE)
