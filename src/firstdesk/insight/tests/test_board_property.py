"""Whatever lies there: each figure of the board is as many as the list it leads to, rows and all."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdesk.directory.models import Unit
from firstdesk.directory.tests.factories import acting
from firstdesk.insight.selectors import board as boards
from firstdesk.insight.tests.test_board import figures
from firstdesk.matters.models import Confidentiality, Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations.models import Clock
from firstdesk.workbench.forms import WishForm
from firstdesk.workbench.selectors import filters
from firstdesk.workbench.selectors import matters as lists

pytestmark = pytest.mark.django_db
STATES = (
    State.TO_TRIAGE,
    State.HANDLING,
    State.OFFERED,
    State.SUSPENDED,
    State.TO_REPLY,
    State.FOLLOW_UP,
    State.CLOSED,
)

one = st.fixed_dictionaries(
    {
        "state": st.sampled_from(STATES),
        "reopenings": st.integers(0, 2),
        "objections": st.integers(0, 2),
        "age": st.integers(0, 90),
        "due": st.integers(-72, 72),
        "is_closed_circle": st.booleans(),
        "is_of_linkage": st.booleans(),
        "advisory": st.booleans(),
    }
)


def populate(desk: Desk, wanted: Sequence[dict[str, object]], at: object) -> None:
    """As they come from the verbs, then moved about: what counts is that board and list read the same rows alike."""
    for each in wanted:
        matter = make_matter(desk, state=str(each["state"]))
        secret = Confidentiality.CONFIDENTIAL if each["is_closed_circle"] else Confidentiality.ORDINARY
        Matter.objects.filter(pk=matter.pk).update(
            reopenings=each["reopenings"], objections=each["objections"], confidentiality=secret,
            registered_at=desk.at - timedelta(days=int(str(each["age"]))),
        )  # fmt: skip
        due = desk.at + timedelta(hours=int(str(each["due"])))
        unit = desk.centre.linkage if each["is_of_linkage"] else desk.centre.unit
        Clock.objects.filter(matter_id=matter.pk, state="running").update(
            due_at=due, warn_at=due - timedelta(hours=24), owing_unit=unit, is_advisory=each["advisory"]
        )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wanted=st.lists(one, min_size=1, max_size=9), hours=st.integers(0, 400))
def test_over_any_population(wanted: list[dict[str, object]], hours: int) -> None:
    desk = make_desk()
    at = desk.later(hours=hours)
    populate(desk, wanted, at)
    for who in (desk.centre.people["director"], desk.centre.people["supervisor"], desk.centre.linkage_people["leader"]):
        person = acting(who, at)
        board = boards.board(person, at)
        choices = filters.choices(at)
        for figure in figures(board):
            query = {name: values[0] for name, values in parse_qs(figure.query).items()}
            form = WishForm(query, choices=choices)
            wish = form.wish()
            assert not form.errors, figure.query
            page = lists.search(person, wish, at)
            assert figure.count == page.count == len(page.rows), (who, figure)
    assert Unit.objects.exists()
