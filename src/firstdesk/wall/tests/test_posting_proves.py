"""Making known what must be made known does the duties that ask for it; taking it down undoes them."""

from datetime import date, datetime

import pytest

from firstdesk.directory.models import CentreKind
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import SHANGHAI, Desk, make_desk
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence, Proof
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.model import DutyRule
from firstdesk.wall.models import Posting
from firstdesk.wall.selectors import boards
from firstdesk.wall.services import posting as services
from firstdesk.wall.services.posting import NewPosting
from firstdesk.wall.states import Form

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)
ITEMS = ("law", "order", "safety")


@pytest.fixture
def desk() -> Desk:
    made = make_desk(CentreKind.POLICE_OFFICE, at=MARCH)
    obligations.keep_duties(at=MARCH)
    return made


def by(desk: Desk) -> Actor:
    person = desk.centre.people["director"]
    return Actor(person_id=person.pk, name=str(person), unit_id=desk.centre.unit.pk)


def put_up(desk: Desk, item: str, at: datetime, since: date | None = None) -> Posting:
    new = NewPosting(
        unit=desk.centre.unit, rule_id="cp.post.prevention", item=item, form=Form.ONLINE, text="请锁好门窗",
        since=since or at.date(),
    )  # fmt: skip
    return services.post(new, by=by(desk), at=at)


def all_up(desk: Desk, at: datetime) -> list[Posting]:
    return [put_up(desk, item, at) for item in ITEMS]


def state(month: int = 3) -> str:
    row = Occurrence.objects.get(rule_id="cp.board.prevention", period_start=date(2026, month, 1))
    return row.state


def test_the_duty_is_done_once_everything_was_renewed_in_its_month(desk: Desk) -> None:
    for item in ITEMS[:2]:
        put_up(desk, item, desk.at)
        assert state() == "scheduled"
    last = put_up(desk, ITEMS[2], desk.later(days=2))
    assert state() == "done"
    proof = Proof.objects.get(occurrence__rule_id="cp.board.prevention")
    assert (proof.kind, proof.url) == ("prevention_board", f"/postings/{last.pk}/")
    assert proof.happened_on == MARCH.date(), "the day of the oldest: all of it was there from then on"
    assert Entry.objects.filter(verb="duty.discharged", chain=f"unit:{desk.centre.unit.pk}").count() == 1


def test_last_months_board_proves_nothing_for_this_month(desk: Desk) -> None:
    for item in ITEMS[:2]:
        put_up(desk, item, desk.at, since=date(2026, 2, 20))
    put_up(desk, ITEMS[2], desk.at)
    assert state() == "scheduled"


def test_looking_again_is_not_renewing(desk: Desk) -> None:
    rows = all_up(desk, desk.at)
    april = desk.later(days=29)
    obligations.keep_duties(at=april)
    for row in rows:
        services.look(row, is_as_posted=True, by=by(desk), at=april)
    assert (state(3), state(4)) == ("done", "scheduled")


def test_looking_again_proves_what_need_not_be_renewed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is renewed, the day on which the last of it was seen counts."""
    row = put_up(desk, "law", desk.at)
    rule = next(rule for rule in boards.rules(regulations.current(desk.at)) if rule.id == "cp.post.promise")
    for item in rule.items:
        new = NewPosting(
            unit=desk.centre.unit, rule_id=rule.id, item=item.id, form=Form.ONLINE, text="三日", since=MARCH.date()
        )
        row = services.post(new, by=by(desk), at=desk.at)
        services.look(row, is_as_posted=True, by=by(desk), at=desk.later(days=40))
    assert boards.all_seen_on(rule, desk.centre.unit, date(2026, 4, 20)) == date(2026, 4, 12)


@pytest.mark.parametrize("how", ["taken down", "found wrong"])
def test_what_hangs_no_longer_proves_no_longer(desk: Desk, how: str) -> None:
    first, *_rest = all_up(desk, desk.at)
    if how == "taken down":
        services.take_down(first, reason="内容有误", by=by(desk), at=desk.later(days=1))
    else:
        services.look(first, is_as_posted=False, note="被撕下", by=by(desk), at=desk.later(days=1))
    assert state() == "scheduled"
    assert Entry.objects.filter(verb="duty.reopened").count() == 1
    put_up(desk, "law", desk.later(days=2))
    assert state() == "done"


def test_what_it_proved_of_a_month_that_is_over_stays_proved(desk: Desk) -> None:
    first, *_rest = all_up(desk, desk.at)
    services.take_down(first, reason="换季", by=by(desk), at=desk.later(days=35))
    assert state() == "done" and not Entry.objects.filter(verb="duty.reopened").exists()


def test_one_that_takes_the_place_of_another_takes_nothing_back(desk: Desk) -> None:
    all_up(desk, desk.at)
    put_up(desk, "law", desk.later(days=3))
    assert state() == "done"
    assert Proof.objects.filter(occurrence__rule_id="cp.board.prevention").count() == 1


def test_every_evidence_a_posting_proves_is_asked_for_by_a_duty(desk: Desk) -> None:
    book = regulations.current(desk.at)
    asked = {kind for rule in book.rules.values() if isinstance(rule, DutyRule) for kind in rule.evidence}
    proving = {kind for rule in boards.rules(book) for kind in rule.proves}
    assert proving and proving <= asked
