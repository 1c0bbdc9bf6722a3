"""What several owe on one day stands in the calendar as one line, which leads to everybody who owes it."""

from datetime import datetime

import pytest
from django.test import Client

from firstdesk.directory.models import CentreKind
from firstdesk.directory.tests.factories import Centre, make_centre
from firstdesk.matters.tests.factories import SHANGHAI
from firstdesk.obligations import services
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.services import Shown
from firstdesk.obligations.tests.factories import by_unit, rules_with

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
PAGE = "/due/duties/together/?rule=gc.test&day=2026-03-25"


@pytest.fixture
def centre(monkeypatch: pytest.MonkeyPatch) -> Centre:
    rules_with("{period: monthly, due: {day: 25}}", more="scope: grid")
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: MONDAY)
    made = make_centre(CentreKind.GOVERNANCE)
    services.keep_duties(at=MONDAY)
    return made


def test_the_line_leads_to_who_has_done_it_and_who_has_not(client: Client, centre: Centre) -> None:
    client.force_login(centre.people["director"])
    assert PAGE.replace("&", "&amp;") in client.get("/calendar/").content.decode()
    first, second = centre.grids
    shown = Shown(
        kind="work_plan", unit=centre.community, happened_on=MONDAY.date(), ref="report:1", subject=f"grid:{first.pk}"
    )
    assert len(services.prove([shown], by=by_unit(centre.unit), at=MONDAY)) == 1
    html = client.get(PAGE).content.decode()
    assert "已完成1项，共2项" in html
    assert html.index(second.name) < html.index(first.name), "what is lacking stands first"


def test_one_duty_leads_to_the_others(client: Client, centre: Centre) -> None:
    client.force_login(centre.people["director"])
    row = Occurrence.objects.filter(rule_id="gc.test").order_by("due_at", "pk")[0]
    assert PAGE.replace("&", "&amp;") in client.get(f"/due/duties/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    "query", ["", "?rule=gc.test&day=2026-03-24", "?rule=gc.other&day=2026-03-25", "?day=x&rule=x"]
)
def test_where_nothing_is_owed_there_is_no_page(client: Client, centre: Centre, query: str) -> None:
    client.force_login(centre.people["director"])
    assert client.get(f"/due/duties/together/{query}").status_code == 404


def test_another_centre_reads_nothing_of_it(client: Client, centre: Centre) -> None:
    client.force_login(make_centre(CentreKind.GOVERNANCE).people["director"])
    assert client.get(PAGE).status_code == 404
