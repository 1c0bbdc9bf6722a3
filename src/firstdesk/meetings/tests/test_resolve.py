"""What is resolved has an owner and a date, and comes back on the next agenda of its kind until it is done."""

from datetime import timedelta

import pytest

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.tests.factories import acting
from firstdesk.meetings import policies, services
from firstdesk.meetings.models import Resolution
from firstdesk.meetings.selectors import resolutions
from firstdesk.meetings.services import NewResolution
from firstdesk.meetings.states import Turn
from firstdesk.meetings.tests.factories import (
    HOUR,
    Table,
    end,
    make_held,
    make_planned,
    make_running,
    make_signed,
    resolve,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def carry(table: Table, turn: Turn, words: str, hours: int) -> Resolution:
    """What the chair says of the one resolution."""
    row = Resolution.objects.select_related("meeting").get()
    return services.carry(row, turn, words, by=table.chair, at=table.now + hours * HOUR)


@pytest.mark.parametrize(
    ("values", "field"), [({"unit": None}, "unit"), ({"due_on": None}, "due_on"), ({"text": " "}, "text")]
)
def test_without_owner_date_or_words_it_is_no_resolution(values: dict[str, object], field: str) -> None:
    table = make_running()
    with pytest.raises(Refusal) as refused:
        resolve(table, **values)  # type: ignore[arg-type]
    assert [detail.field for detail in refused.value.details] == [field]
    assert not Resolution.objects.exists()


def test_not_due_before_the_meeting_nor_owed_by_a_stranger() -> None:
    table = make_running()
    with pytest.raises(Refusal):
        resolve(table, due_on=table.meeting.period.lower.date() - timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        resolve(table, person=table.desk.centre.linkage_people["leader"])
    assert refused.value.details[0].field == "person"


def test_it_comes_back_until_it_is_done() -> None:
    table = make_held()
    row = resolve(table)
    end(table)
    services.sign(table.meeting, by=table.chair, at=table.now + 2 * HOUR)
    second = make_planned(table.desk, begins=table.meeting.period.lower + WEEK)
    first = second.items[0]
    assert (first.source, first.resolution, first.title) == ("resolution", row, row.text)
    carry(table, Turn.DONE, "已修好12盏", 3)
    third = make_planned(table.desk, begins=table.meeting.period.lower + 2 * WEEK)
    assert not any(item.source == "resolution" for item in third.items)
    carry(table, Turn.REOPENED, "又坏了两盏", 4)
    services.assemble(third.meeting, by=table.chair, at=table.now + 4 * HOUR)
    assert third.items[0].resolution == row


def test_it_comes_back_to_its_own_kind_alone() -> None:
    table = make_held()
    resolve(table)
    end(table)
    topic = make_planned(table.desk, rule="gc.meeting.topic", occasion="台风", begins=table.desk.at + WEEK)
    assert not any(item.source == "resolution" for item in topic.items)


def test_it_stands_as_signed_and_changes_until_then() -> None:
    table = make_running()
    row = resolve(table)
    new = NewResolution(text="改为三条路", unit=table.desk.centre.community, due_on=row.due_on)
    services.amend(row, new, by=table.chair, at=table.now)
    assert Resolution.objects.get().unit == table.desk.centre.community
    services.strike_resolution(Resolution.objects.select_related("meeting__centre").get(), by=table.chair, at=table.now)
    assert not Resolution.objects.exists()
    signed = make_signed(table.desk, begins=table.desk.at + WEEK)
    with pytest.raises(NotAllowed):
        resolve(signed)


def test_dropped_only_by_a_later_meeting() -> None:
    table = make_held()
    resolve(table)
    end(table)
    with pytest.raises(NotAllowed):
        carry(table, Turn.DROPPED, "不必了", 0)
    make_running(table.desk, begins=table.meeting.period.lower + WEEK)
    carry(table, Turn.DROPPED, "已并入年度改造", 0)
    assert Resolution.objects.get().state == "dropped"


@pytest.mark.parametrize("turn", [Turn.PROGRESS, Turn.DONE])
def test_what_is_said_takes_words_and_is_said_once(turn: Turn) -> None:
    table = make_held()
    resolve(table)
    end(table)
    with pytest.raises(Refusal):
        carry(table, turn, " ", 0)
    stale = Resolution.objects.select_related("meeting").get()
    carry(table, turn, "修好了", 0)
    with pytest.raises(Conflict):
        services.carry(stale, turn, "修好了", by=table.chair, at=table.now)


def test_its_owner_says_how_far_it_is_and_the_next_agenda_shows_it() -> None:
    table = make_held()
    leader = table.desk.centre.linkage_people["handler"]
    resolve(table, unit=table.desk.centre.linkage, person=leader)
    end(table)
    owner = acting(leader, table.now + HOUR)
    row = Resolution.objects.select_related("meeting").get()
    assert policies.turns_of([row], owner)[row.pk] == [Turn.PROGRESS, Turn.DONE]
    services.carry(row, Turn.PROGRESS, "已换20盏，余5盏等料", by=owner.actor, at=table.now + HOUR)
    later = make_running(table.desk, begins=table.meeting.period.lower + WEEK)
    back = later.items[0].resolution
    assert back is not None
    assert (back.state, back.words, back.said_by) == ("open", "已换20盏，余5盏等料", leader)
    assert policies.turns_of([back], table.acting("director"))[row.pk] == [Turn.PROGRESS, Turn.DONE, Turn.DROPPED]
    assert policies.turns_of([back], table.acting("mediation"))[row.pk] == []
    carry(table, Turn.DONE, "全部换完", 2)
    done = Resolution.objects.select_related("meeting").get()
    assert policies.turns_of([done], owner)[row.pk] == []
    with pytest.raises(NotAllowed):
        policies.check_carries(done, Turn.REOPENED, owner)
    with pytest.raises(NotAllowed):
        services.carry(done, Turn.PROGRESS, "还差", by=owner.actor, at=table.now + 3 * HOUR)


def test_whose_it_is() -> None:
    table = make_held()
    resolve(table, unit=table.desk.centre.linkage, person=table.desk.centre.linkage_people["handler"])
    end(table)
    at = table.now + HOUR
    handler = acting(table.desk.centre.linkage_people["handler"], at)
    leader = acting(table.desk.centre.linkage_people["leader"], at)
    liaison, stranger = acting(table.desk.centre.linkage_people["liaison"], at), table.acting("mediation")
    row = Resolution.objects.select_related("meeting__centre").get()
    assert [policies.settles(row, who) for who in (handler, leader, stranger)] == [True, True, False]
    assert resolutions.mine(handler).count() == 1 and resolutions.mine(liaison).count() == 0
    assert resolutions.open_(liaison).count() == 1 and resolutions.open_(stranger).count() == 1
