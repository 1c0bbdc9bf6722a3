"""A finding: put right with evidence, looked at again by who found it, ordered from above, told upward when late."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from firstdesk.checks import services
from firstdesk.checks.models import Finding, Remedy
from firstdesk.checks.selectors import day, findings
from firstdesk.checks.services import Done, Judged
from firstdesk.checks.tests.factories import Level, make_finding, make_level, photo
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.tests.factories import acting, make_person
from firstdesk.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def level() -> Level:
    return make_level()


def put_right(finding: Finding, level: Level) -> Remedy:
    leads = level.leads()
    done = Done(words="已安排专人值守", happened_on=level.day(), file=photo(leads.actor, level.at))
    return services.remedy(finding, done, acting=leads, at=level.at)


def test_it_is_put_right_with_evidence_and_settled_by_a_second_look(level: Level) -> None:
    finding = make_finding(level)
    assert Notice.objects.filter(kind="finding.raised", recipient=level.desk.centre.people["director"]).exists()
    leads = level.leads()
    with pytest.raises(Refusal) as refused:
        services.remedy(finding, Done(words="改好了", happened_on=level.day()), acting=leads, at=level.at)
    assert refused.value.details[0].field == "files"
    put_right(finding, level)
    assert finding.state == "remedied"
    services.review(
        finding, Judged(is_accepted=True, words="试拨三次均接通"), acting=level.acts("supervisor"), at=level.at
    )
    finding.refresh_from_db()
    assert finding.state == "closed" and finding.closed_by == level.people["supervisor"]


def test_it_is_not_closed_without_a_second_look(level: Level) -> None:
    finding = make_finding(level)
    judged = Judged(is_accepted=True, words="没问题")
    with pytest.raises(NotAllowed):
        services.review(finding, judged, acting=level.acts("supervisor"), at=level.at)  # nothing was put right
    put_right(finding, level)
    for who in (level.leads(), acting(level.desk.centre.people["group_leader"], level.at)):
        with pytest.raises(NotAllowed):
            services.review(finding, judged, acting=who, at=level.at)  # the unit itself
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(state="closed")
    finding.refresh_from_db()
    assert finding.state == "remedied"


def test_it_goes_back_with_a_new_day(level: Level) -> None:
    finding = make_finding(level)
    put_right(finding, level)
    with pytest.raises(Refusal):
        services.review(
            finding, Judged(is_accepted=False, words="仍无人接"), acting=level.acts("supervisor"), at=level.at
        )
    judged = Judged(is_accepted=False, words="仍无人接", due_on=level.day(9))
    services.review(finding, judged, acting=level.acts("supervisor"), at=level.at)
    finding.refresh_from_db()
    assert (finding.state, finding.due_on) == ("open", level.day(9))
    put_right(finding, level)
    assert len(findings.remedies(finding)) == 2


def test_nobody_judges_what_they_put_right(level: Level) -> None:
    """A finding about a place is owed by the unit that inspects it: another person of it looks again."""
    finding = make_finding(level, unit=level.above)
    who = level.acts("supervisor")
    done = Done(words="业主已清通道", happened_on=level.day(), file=photo(who.actor, level.at))
    services.remedy(finding, done, acting=who, at=level.at)
    with pytest.raises(NotAllowed):
        services.review(finding, Judged(is_accepted=True, words="已清"), acting=who, at=level.at)
    services.review(finding, Judged(is_accepted=True, words="已清"), acting=level.acts("director"), at=level.at)
    assert Finding.objects.get().state == "closed"


def test_another_unit_puts_nothing_right(level: Level) -> None:
    finding = make_finding(level)
    stranger = acting(level.desk.centre.linkage_people["leader"], level.at)
    done = Done(words="x", happened_on=level.day(), file=photo(stranger.actor, level.at))
    with pytest.raises(NotAllowed):
        services.remedy(finding, done, acting=stranger, at=level.at)
    assert finding not in findings.visible(stranger)


def test_its_leader_names_who_puts_it_right(level: Level) -> None:
    finding, officer = make_finding(level), level.desk.centre.people["intake"]
    services.name_owner(finding, officer, acting=level.leads(), at=level.at)
    assert Finding.objects.get().owner == officer
    with pytest.raises(Refusal):
        services.name_owner(finding, make_person(), acting=level.leads(), at=level.at)
    with pytest.raises(NotAllowed):
        services.name_owner(finding, officer, acting=level.acts("supervisor"), at=level.at)


def test_a_supervision_order_stands_until_the_finding_is_settled(level: Level) -> None:
    finding = make_finding(level)
    who = level.acts("director")
    with pytest.raises(NotAllowed):
        services.order(finding, "请说明", level.day(2), acting=level.leads(), at=level.at)
    order = services.order(finding, "请主要负责人说明", level.day(2), acting=who, at=level.at)
    with pytest.raises(Refusal):
        services.order(finding, "再说一次", level.day(2), acting=who, at=level.at)
    services.answer_order(finding, "已调整值班", acting=level.leads(), at=level.at)
    with pytest.raises(Refusal):
        services.answer_order(finding, "再答一次", acting=level.leads(), at=level.at)
    put_right(finding, level)
    services.review(finding, Judged(is_accepted=True, words="通过"), acting=level.acts("supervisor"), at=level.at)
    order.refresh_from_db()
    assert order.state == "ended" and order.answer == "已调整值班"


def test_what_is_late_is_told_upward_once(level: Level) -> None:
    finding = make_finding(level)
    assert services.tell_late(at=level.at) == 0
    after = level.at + timedelta(days=6)
    assert services.tell_late(at=after) == 1
    assert services.tell_late(at=after) == 0
    told = set(Notice.objects.filter(kind="finding.late").values_list("recipient", flat=True))
    upward = {level.people["director"].pk, level.people["supervisor"].pk, level.desk.centre.people["director"].pk}
    assert upward <= told
    assert (
        findings.open_for(level.above, after)[0].is_late and findings.open_for(level.above, after)[0].finding == finding
    )


def test_it_waits_on_the_day_of_who_has_to_do_something(level: Level) -> None:
    finding = make_finding(level)
    assert [each.url for each in day.waiting(level.leads(), level.at)] == [f"/checks/findings/{finding.pk}/"]
    assert day.waiting(level.acts("supervisor"), level.at) == []
    put_right(finding, level)
    assert day.waiting(level.leads(), level.at) == []
    assert len(day.waiting(level.acts("supervisor"), level.at)) == 1
    auditor = acting(level.desk.centre.people["auditor"], level.at)
    assert day.waiting(auditor, level.at) == []
