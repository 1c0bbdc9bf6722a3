"""Telling people something, once each."""

from datetime import UTC, datetime

import pytest

from firstdesk.directory.tests.factories import make_person
from firstdesk.notices import selectors, services
from firstdesk.notices.services import Message

AT = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
LATE = Message(kind="clock.breached", level="danger", text="%(number)s is late", values={"number": 7}, matter_id=7)


def test_each_is_told_once() -> None:
    one, two = make_person(), make_person()
    sent = services.send(LATE, to=[one, two, one], at=AT)
    assert [notice.recipient for notice in sent] == [one, two]
    assert sent[0].values == {"number": "7"} and str(sent[0]) == f"clock.breached → {one.pk}"
    assert services.send(LATE, to=[], at=AT) == []


def test_read_is_read_and_only_ones_own() -> None:
    one, two = make_person(), make_person()
    first, _other = services.send(LATE, to=[one, two], at=AT)
    second = services.send(LATE, to=[one], at=AT)[0]
    assert list(selectors.unread(one)) == [second, first]
    assert services.mark_read(user=two, at=AT, notice_ids=[first.pk]) == 0
    assert services.mark_read(user=one, at=AT, notice_ids=[first.pk]) == 1
    assert list(selectors.unread(one)) == [second]
    assert services.mark_read(user=one, at=AT) == 1
    assert services.mark_read(user=one, at=AT) == 0
