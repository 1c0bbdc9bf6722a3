"""Whatever an officer or a director judges, in whatever kind of centre: the matter goes somewhere, with a promise running."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import CentreKind, UnitKind
from firstdesk.directory.tests.factories import make_unit, staffed
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Grade, Matter, Nature, Remit, Urgency
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations.models import Clock
from firstdesk.regulations import selectors as regulations
from firstdesk.triage import services
from firstdesk.triage.selectors.routes import Classification, rulebook_of
from firstdesk.triage.services import Hazard
from firstdesk.triage.tests.factories import CHECKED, actor

pytestmark = pytest.mark.django_db
PLACES = {State.HANDLING, State.OFFERED, State.ESCALATED}


class Undone(Exception):
    """Takes one example back, so that the next begins afresh."""


@pytest.fixture(params=CentreKind.values)
def desk(request: pytest.FixtureRequest) -> Desk:
    made = make_desk(request.param)
    staffed(make_unit(UnitKind.STATION, parent=made.centre.jurisdiction))
    return made


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_judgement_leads_somewhere(desk: Desk, data: st.DataObject) -> None:
    topics = sorted(regulations.current(desk.at).topics)
    judged = Classification(
        nature=data.draw(st.sampled_from(Nature.values)),
        topic=data.draw(st.sampled_from(topics)),
        urgency=data.draw(st.sampled_from(Urgency.values)),
        grade=data.draw(st.sampled_from(Grade.values)),
        remit=data.draw(st.sampled_from(Remit.values)),
        director_decision="由主任决定",
        ticked=CHECKED,
        person_informed=True,
    )
    director = data.draw(st.booleans())
    with pytest.raises(Undone), transaction.atomic():
        matter = make_matter(desk, state=State.ESCALATED if director else State.TO_TRIAGE, grid=desk.centre.grids[0])
        services.file_hazard_form(matter, Hazard(
            parties="p", people_involved=1, cause="c", focus="f", measures="m", superior_asked="s"
        ), by=desk.by, at=desk.at)  # fmt: skip
        _check(matter, judged, desk, actor(desk) if director else desk.by)
        raise Undone


def _check(matter: Matter, judged: Classification, desk: Desk, by: Actor) -> None:
    director = by != desk.by
    try:
        with transaction.atomic():
            decision = services.decide(matter, judged, by=by, at=desk.later(minutes=1))
    except Refusal as refusal:
        fields = {detail.field for detail in refusal.details}
        # Only these: an officer cannot decide for the director; a director with nobody above must decide.
        assert fields == ({"target"} if director else {"director_decision"})
        return
    matter.refresh_from_db()
    assert matter.state in PLACES
    assert (matter.responsible_post_id is None) != (matter.responsible_person_id is None)
    assert Clock.objects.filter(matter_id=matter.pk, state="running").exists()
    assert decision.row_id in {row.id for row in rulebook_of(matter).route_for(matter.centre_kind, "triage.route").rows}
    if judged.root == "domestic_violence":
        assert not matter.may_mediate and decision.route == "dispatch"
