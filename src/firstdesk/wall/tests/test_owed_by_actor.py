"""A duty of an actor the clauses name is owed by the organisation that says it is that actor, and done by its posting."""

from datetime import date, datetime

import pytest

from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.ledger.actors import Actor
from firstdesk.matters.tests.factories import SHANGHAI, Desk, make_desk
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence, Proof
from firstdesk.wall.models import Posting
from firstdesk.wall.services import posting as services
from firstdesk.wall.services.posting import NewPosting
from firstdesk.wall.states import Form

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)
RULE, BUREAU = "ss.publish.fined_cases", "health bureau"


@pytest.fixture
def desk() -> Desk:
    made = make_desk(CentreKind.SERVICE_LINKAGE, at=MARCH)
    obligations.keep_duties(at=MARCH)
    return made


def by(desk: Desk) -> Actor:
    person = desk.centre.linkage_people["liaison"]
    return Actor(person_id=person.pk, name=str(person), unit_id=desk.centre.linkage.pk)


def is_the_bureau(desk: Desk) -> None:
    services.answer_for(desk.centre.linkage, actor=BUREAU, by=by(desk), at=MARCH)


def put_up(desk: Desk, at: datetime) -> Posting:
    new = NewPosting(
        unit=desk.centre.linkage, rule_id="ss.post.fined_cases", item="fined_cases", form=Form.ONLINE,
        text="本季度罚款案件3件", since=at.date(),
    )  # fmt: skip
    return services.post(new, by=by(desk), at=at)


def owed() -> list[tuple[int, date, str]]:
    return list(Occurrence.objects.filter(rule_id=RULE).order_by("pk").values_list("unit", "period_start", "state"))


def test_nobody_owes_it_until_somebody_says_it_is_the_bureau(desk: Desk) -> None:
    assert owed() == []
    is_the_bureau(desk)
    assert owed() == [(desk.centre.linkage.pk, date(2026, 1, 1), "scheduled")]
    row = Occurrence.objects.get(rule_id=RULE)
    assert (row.centre, row.owing_post) == (desk.centre.unit, desk.centre.linkage_posts["liaison"])


def test_posting_within_the_quarter_does_it_and_it_cannot_be_typed_in(desk: Desk) -> None:
    is_the_bureau(desk)
    row = Occurrence.objects.get(rule_id=RULE)
    by_hand = obligations.ByHand("fined_cases_published", "已公示", MARCH.date())
    with pytest.raises(Refusal):
        obligations.prove_by_hand(row, by_hand, by=by(desk), at=MARCH)
    made = put_up(desk, MARCH)
    assert [state for _unit, _start, state in owed()] == ["done"]
    assert Proof.objects.get(occurrence=row).url == f"/postings/{made.pk}/"


def test_last_quarters_posting_proves_nothing_for_this_one(desk: Desk) -> None:
    is_the_bureau(desk)
    put_up(desk, MARCH)
    later = datetime(2026, 4, 2, 9, 0, tzinfo=SHANGHAI)
    obligations.keep_duties(at=later)
    assert [(start, state) for _unit, start, state in owed()] == [
        (date(2026, 1, 1), "done"),
        (date(2026, 4, 1), "scheduled"),
    ]


def test_who_is_the_bureau_no_longer_owes_what_has_begun_and_nothing_new(desk: Desk) -> None:
    is_the_bureau(desk)
    services.answer_no_more(desk.centre.linkage, actor=BUREAU, by=by(desk), at=MARCH)
    april = datetime(2026, 4, 2, 9, 0, tzinfo=SHANGHAI)
    obligations.keep_duties(at=april)
    assert [start for _unit, start, _state in owed()] == [date(2026, 1, 1)]


def test_another_kind_of_centre_owes_nothing_for_it() -> None:
    other = make_desk(CentreKind.GOVERNANCE, at=MARCH)
    obligations.keep_duties(at=MARCH)
    is_the_bureau(other)
    assert owed() == []
