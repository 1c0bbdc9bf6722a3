"""A closed circle of people."""

from datetime import UTC, datetime

import pytest

from firstdesk.common.refusals import Refusal
from firstdesk.directory import services
from firstdesk.directory.models import Compartment
from firstdesk.directory.tests.factories import SETUP, acting, make_centre
from firstdesk.ledger.models import Entry

AT = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_its_members_act_with_it() -> None:
    centre = make_centre()
    inside, outside = centre.people["director"], centre.people["intake"]
    circle = services.create_compartment(unit=centre.unit, name=" 专班 ", members=[inside], by=SETUP, at=AT)
    assert circle.name == "专班"
    assert acting(inside, AT).compartment_ids == {circle.pk}
    assert not acting(outside, AT).compartment_ids
    assert Entry.objects.get(verb="compartment.created").after["members"] == [str(inside)]


@pytest.mark.parametrize("name", ["", "专班"])
def test_it_has_a_name_and_a_member(name: str) -> None:
    centre = make_centre()
    members = [centre.people["director"]] if not name else []
    with pytest.raises(Refusal):
        services.create_compartment(unit=centre.unit, name=name, members=members, by=SETUP, at=AT)
    assert not Compartment.objects.exists()
