"""A report's life: begun, written, handed in, returned, signed by somebody else, sent, corrected; and what is refused."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk, make_matter
from firstdesk.reporting import services
from firstdesk.reporting.models import Report, Words
from firstdesk.reporting.tests.factories import actor, make_report, make_sent, write_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_from_the_draft_to_its_superior(desk: Desk) -> None:
    make_matter(desk)
    report = write_all(make_report(desk), desk)
    assert (report.first, report.last) == (date(2025, 8, 21), date(2025, 9, 20))
    report = services.hand_in(report, by=desk.by, at=desk.at)
    director = actor(desk.centre.people["director"], desk.at)
    report = services.give_back(report, "写明原因", by=director, at=desk.at)
    assert (report.state, report.remark) == ("draft", "写明原因")
    report = services.hand_in(report, by=desk.by, at=desk.at)
    report = services.sign(report, by=director, at=desk.at)
    report = services.send(report, by=desk.by, at=desk.at)
    assert report.state == "sent" and report.signed_by == desk.centre.people["director"]
    verbs = Entry.objects.filter(subject_kind="reporting.Report", subject_id=str(report.pk)).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "report.begun", "report.written", "report.handed_in", "report.returned", "report.handed_in", "report.signed",
        "report.sent",
    ]  # fmt: skip


def test_whoever_wrote_it_never_signs_it(desk: Desk) -> None:
    director = actor(desk.centre.people["director"], desk.at)
    report = write_all(make_report(desk), desk)
    services.write(report, {"situation": "主任补充一句"}, by=director, at=desk.at)
    report = services.hand_in(report, by=desk.by, at=desk.at)
    for writer in (desk.by, director):
        with pytest.raises(NotAllowed):
            services.sign(report, by=writer, at=desk.at)
    leader = actor(desk.centre.people["group_leader"], desk.at)
    services.sign(report, by=leader, at=desk.at)


def test_a_second_signer_is_told_who_signed_first(desk: Desk) -> None:
    report = services.hand_in(write_all(make_report(desk), desk), by=desk.by, at=desk.at)
    seen = report.changed_at
    people = desk.centre.people
    services.sign(report, by=actor(people["director"], desk.at), at=desk.later(minutes=1))
    with pytest.raises(NotAllowed, match=str(people["director"])):
        services.sign(report, by=actor(people["group_leader"], desk.at), at=desk.later(minutes=2))
    with pytest.raises(Conflict):  # whoever still sees the page as it was
        services.sign(report, seen=seen, by=actor(people["group_leader"], desk.at), at=desk.later(minutes=2))


def test_what_was_signed_is_never_opened_again(desk: Desk) -> None:
    report = make_sent(desk)
    for verb in (services.recount, services.hand_in, services.sign, services.send):
        with pytest.raises(NotAllowed):
            verb(report, by=desk.by, at=desk.at)
    with pytest.raises(NotAllowed):
        services.write(report, {"situation": "改一改"}, by=desk.by, at=desk.at)
    for change in (
        lambda: Report.objects.filter(pk=report.pk).update(title="另一个题目"),
        lambda: Report.objects.filter(pk=report.pk).update(figures={}),
        lambda: Words.objects.filter(report=report).update(text="改"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_new_version_corrects_it(desk: Desk) -> None:
    report = make_sent(desk)
    with pytest.raises(Refusal):
        services.correct(report, " ", by=desk.by, at=desk.at)
    again = services.correct(report, "漏统计一件", by=desk.by, at=desk.later(hours=1))
    assert (again.version, again.serial, again.cut_off_at) == (2, report.serial, report.cut_off_at)
    assert Words.objects.filter(report=again, section="situation", text="一切正常").exists()
    with pytest.raises(NotAllowed):
        services.correct(report, "再来一版", by=desk.by, at=desk.at)
    again = services.hand_in(again, by=desk.by, at=desk.at)
    again = services.sign(again, by=actor(desk.centre.people["director"], desk.at), at=desk.at)
    services.send(again, by=desk.by, at=desk.at)
    report.refresh_from_db()
    assert report.state == "corrected"


def test_days_that_are_not_over_and_a_cut_off_ahead(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        make_report(desk, day=desk.at.date())
    assert refused.value.details[0].field == "first"
    for cut_off in (desk.at + timedelta(days=1), desk.at - timedelta(days=90), desk.at):
        with pytest.raises(Refusal) as refused:
            make_report(desk, cut_off=cut_off)
        assert refused.value.details[0].field == "cut_off"
    assert not Report.objects.exists()


def test_once_for_the_same_days(desk: Desk) -> None:
    make_report(desk)
    with pytest.raises(NotAllowed):
        make_report(desk)


def test_sections_without_words_wait(desk: Desk) -> None:
    make_matter(Desk(desk.centre, MONDAY))
    report = make_report(desk, "staff", day=MONDAY.date())
    services.write(report, {"situation": "有一件"}, by=desk.by, at=desk.at)
    with pytest.raises(Refusal) as refused:
        services.hand_in(report, by=desk.by, at=desk.at)
    assert {each.field for each in refused.value.details} == {"problems", "measures"}


def test_a_report_of_zeros_needs_no_words(desk: Desk) -> None:
    report = make_report(desk)
    assert report.is_zero
    services.hand_in(report, by=desk.by, at=desk.at)


def test_numbers_of_persons_are_left_out(desk: Desk) -> None:
    report = make_report(desk)
    for text in ("联系电话13905941234。", "身份证350322199001011234"):
        with pytest.raises(Refusal):
            services.write(report, {"situation": text}, by=desk.by, at=desk.at)
    services.write(report, {"situation": "事项编号JJ-350322-2025-0000001"}, by=desk.by, at=desk.at)


def test_a_situation_of_yesterday_is_counted_to_its_end(desk: Desk) -> None:
    yesterday = desk.at.date() - timedelta(days=1)
    report = make_report(desk, "event", day=yesterday, title="工地围墙倒塌")
    assert report.first == report.last == yesterday and report.cut_off_at < desk.at


def test_a_situation_goes_out_at_once_and_is_followed_up(desk: Desk) -> None:
    report = make_report(desk, "event", day=desk.at.date(), title="工地围墙倒塌")
    with pytest.raises(Refusal):
        services.send(report, by=desk.by, at=desk.at)
    report = services.send(write_all(report, desk), by=desk.by, at=desk.at)
    assert (report.state, report.part, report.signed_by) == ("sent", 1, None)
    more = services.follow_up(report, by=desk.by, at=desk.later(hours=3))
    assert (more.serial, more.part) == (report.serial, 2)
    with pytest.raises(NotAllowed):  # the second is being written; from it the third is begun
        services.follow_up(report, by=desk.by, at=desk.later(hours=4))
    more = services.send(write_all(more, desk), by=desk.by, at=desk.later(hours=4))
    assert services.follow_up(more, by=desk.by, at=desk.later(hours=5)).part == 3
    with pytest.raises(NotAllowed):
        services.follow_up(make_sent(desk), by=desk.by, at=desk.at)


def test_what_came_after_its_day_is_late_and_a_correction_is_not() -> None:
    sent = {"due_on": date(2025, 9, 25), "sent_at": MONDAY.replace(year=2025, month=9, day=26, hour=0)}
    assert Report(**sent).came_late
    assert not Report(**sent, version=2).came_late
    assert not Report(**(sent | {"sent_at": sent["sent_at"] - timedelta(minutes=1)})).came_late
    assert not Report(due_on=sent["due_on"]).came_late
