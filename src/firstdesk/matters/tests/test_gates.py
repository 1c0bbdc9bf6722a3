from datetime import timedelta

import pytest

from firstdesk.common.refusals import Refusal
from firstdesk.matters.gates import demand
from firstdesk.matters.selectors import facts_of
from firstdesk.matters.tests.factories import MONDAY, make_desk, make_matter
from firstdesk.regulations.tests.factories import load_real_rules

pytestmark = pytest.mark.django_db


def test_every_missing_thing_is_named_with_its_clauses() -> None:
    version = load_real_rules().version
    with pytest.raises(Refusal) as refused:
        demand("governance", "matters.withdraw", (), {}, version)
    details = refused.value.details
    assert [(detail.field, detail.clauses) for detail in details] == [("reason", ("WS-110-07",))]
    assert "理由" in str(details[0].message)


def test_with_everything_there_nothing_happens() -> None:
    demand("governance", "matters.withdraw", {"reason"}, {}, load_real_rules().version)


def test_the_facts_of_a_matter_are_declared_ones() -> None:
    desk = make_desk(at=MONDAY)
    matter = make_matter(desk, nature="", topic="")
    book = load_real_rules()
    facts = facts_of(matter, desk.at)
    assert all(value in book.facts[name].values for name, value in facts.items())
    assert (facts["nature"], facts["topic"], facts["hour"], facts["identified"]) == ("other", "other", "office", "yes")
    assert facts_of(matter, desk.at + timedelta(hours=3))["hour"] == "off_hours"  # the noon break
    assert facts_of(matter, desk.at + timedelta(days=5))["hour"] == "off_hours"  # Saturday
    assert facts_of(make_matter(desk, is_identified=False), desk.at)["identified"] == "no"
