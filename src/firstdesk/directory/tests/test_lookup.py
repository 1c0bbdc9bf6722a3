"""Finding the unit, the post, the people, the cell."""

from datetime import UTC, datetime

import pytest

from firstdesk.directory import selectors, services
from firstdesk.directory.models import CentreKind, UnitKind
from firstdesk.directory.tests.factories import LONG_AGO, SETUP, make_centre, make_grid, make_unit

AT = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_topic_goes_to_the_lowest_rank_and_a_child_falls_back_to_its_root() -> None:
    centre = make_centre(topic="utilities")
    second = make_unit(parent=centre.unit)
    services.add_remit(unit=second, centre=centre.unit, topic="utilities", rank=2, by=SETUP, at=LONG_AGO)
    services.add_remit(unit=second, centre=centre.unit, topic="utilities.gas", by=SETUP, at=LONG_AGO)
    assert selectors.unit_for_topic(centre.unit, "utilities.water") == centre.linkage
    assert selectors.unit_for_topic(centre.unit, "utilities.gas") == second
    assert selectors.unit_for_topic(centre.unit, "environment") is None


def test_queues() -> None:
    centre = make_centre()
    assert selectors.queue_of(centre.unit, "intake").code == "intake"
    assert selectors.queue_of(centre.unit, "mediation").code == "mediation"
    assert selectors.queue_of(centre.linkage, "liaison").code == "liaison"
    assert selectors.queue_of(centre.linkage, "leader").code == "leader"
    with pytest.raises(selectors.NoSuchPost):
        selectors.queue_of(make_centre(CentreKind.WINDOW).unit, "mediation")


def test_leaders_supervisors_and_the_superior_centre() -> None:
    above = make_centre()
    below = make_unit(UnitKind.CENTRE, parent=above.unit, centre_kind=CentreKind.GOVERNANCE)
    assert selectors.superior_centre(below) == above.unit
    assert selectors.superior_centre(above.unit) is None
    assert [post.code for post in selectors.leader_posts(below)] == ["director"]
    assert selectors.director_post(below) in selectors.leader_posts(below)
    assert [post.unit for post in selectors.supervisor_posts(above.community)] == [above.unit]
    assert above.people["director"] in selectors.members_of(above.unit, AT)


def test_a_border_has_one_owner_and_an_import_is_seen_at_once() -> None:
    community = make_unit(UnitKind.COMMUNITY)
    west, east = make_grid(community, west=118.0), make_grid(community, west=118.1)
    first = min(west, east, key=lambda grid: grid.code)
    assert selectors.grid_at(118.05, 25.05) == west
    assert selectors.grid_at(118.1, 25.05) == first
    assert selectors.grid_at(119.0, 25.05) is None
    added = make_grid(community, west=119.0)
    assert selectors.grid_at(119.05, 25.05) == added
