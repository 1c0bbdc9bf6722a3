"""A draw: frozen first, drawn in public, checked by hands that had no part in it, finished with its counts."""

from datetime import timedelta

import pytest

from firstdesk.checks import sampling, services
from firstdesk.checks.models import Draw, Finding, Recheck
from firstdesk.checks.selectors import draws, sheets
from firstdesk.checks.services import Given, Outcome
from firstdesk.checks.tests.factories import Level, closed, make_level, new_draw
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import Compartment
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Step, advance
from firstdesk.matters.tests.factories import make_matter
from firstdesk.notices.models import Notice
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence

pytestmark = pytest.mark.django_db


@pytest.fixture
def level() -> Level:
    return make_level()


def freeze(level: Level, **values: object) -> Draw:
    return services.freeze(level.above, new_draw(level, **values), by=level.by("supervisor"), at=level.at)


def drawn(level: Level, **values: object) -> Draw:
    return services.draw_lots(
        freeze(level, **values), "0 8 1 5", "双色球当期开奖", by=level.by("supervisor"), at=level.at
    )


def test_the_list_is_frozen_before_the_number_is_known(level: Level) -> None:
    numbers = sorted(each.number for each in closed(level, 6))
    draw = freeze(level)
    assert draw.population == numbers and draw.population_hash == sampling.population_hash(numbers)
    assert (draw.seed, draw.public_number, draw.left_out) == ("", "", 0)
    entry = Entry.objects.get(verb="draw.frozen")
    assert entry.after["population_hash"] == draw.population_hash


def test_the_sample_follows_from_list_and_number_alone(level: Level) -> None:
    closed(level, 7)
    draw = drawn(level)
    key = sampling.seed(draw.population_hash, "0815")
    assert draw.seed == key and draw.public_number == "0815"
    found = list(draw.rechecks.order_by("rank").values_list("matter__number", flat=True))
    assert found == sampling.sample(draw.population, key, 4)
    assert Notice.objects.filter(recipient=level.people["supervisor"], kind="draw.drawn").count() == 1


def test_no_unit_checks_its_own_work(level: Level) -> None:
    closed(level, 2)
    with pytest.raises(Refusal) as refused:
        freeze(level, units=[level.above, level.below])
    assert refused.value.details[0].field == "units"


def test_never_by_who_had_a_hand_in_it(level: Level) -> None:
    first, *rest = closed(level, 3)
    second = make_matter(level.desk, state="closed", first_receiver=level.people["supervisor"])
    advance(first, Step(None, "matter.urged"), by=level.by("supervisor"), at=level.desk.later(minutes=1))
    draw = freeze(level)
    assert draw.population == sorted(each.number for each in rest) and draw.left_out == 2
    both = freeze(level, checkers=[level.people["supervisor"], level.people["director"]])
    assert len(both.population) == 4
    services.draw_lots(both, "0815", "掷骰", by=level.by("director"), at=level.at)
    wrong = Recheck.objects.filter(draw=both, matter__in=[first, second], checker=level.people["supervisor"])
    assert not wrong.exists()


def test_nothing_closed_goes_into_hands_that_may_not_read_it(level: Level) -> None:
    secret, hushed, *rest = closed(level, 4)
    circle = Compartment.objects.create(unit=level.below, name="专班")
    Matter.objects.filter(pk=secret.pk).update(compartment=circle)
    Matter.objects.filter(pk=hushed.pk).update(confidentiality="confidential")
    leader = level.people["group_leader"]  # reads no confidential matters, and none of the centre beneath
    with pytest.raises(Refusal):
        freeze(level, checkers=[leader])
    draw = freeze(level)
    assert secret.number not in draw.population and hushed.number in draw.population
    assert {each.number for each in rest} <= set(draw.population) and draw.left_out == 1


def test_only_what_is_over(level: Level) -> None:
    closed(level, 1)
    with pytest.raises(Refusal) as refused:
        freeze(level, last=level.day(1))
    assert refused.value.details[0].field == "last"
    with pytest.raises(Refusal):
        freeze(level, first=level.day(-20), last=level.day(-30))
    with pytest.raises(Refusal):
        freeze(level, amount=101)


@pytest.mark.parametrize("number", ["", "12", "abc", "１２３", "12a"])
def test_the_number_is_digits(level: Level, number: str) -> None:
    closed(level, 2)
    draw = freeze(level)
    with pytest.raises(Refusal):
        services.draw_lots(draw, number, "掷骰", by=level.by("supervisor"), at=level.at)
    assert not Recheck.objects.exists()


def test_once_drawn_it_is_neither_drawn_again_nor_dropped(level: Level) -> None:
    closed(level, 3)
    draw = drawn(level)
    with pytest.raises(NotAllowed):
        services.draw_lots(draw, "777", "再抽一次", by=level.by("supervisor"), at=level.at)
    with pytest.raises(NotAllowed):
        services.drop(draw, "结果不好看", by=level.by("supervisor"), at=level.at)
    dropped = services.drop(freeze(level), "时间选错", by=level.by("supervisor"), at=level.at)
    assert dropped.state == "dropped"


def answer(recheck: Recheck, level: Level, *, wanting: int = 0) -> None:
    lines = sheets.lines(sheets.of_recheck(recheck))
    given = {
        line.code: Given("not_kept", "本人说没有接到答复") if number < wanting else Given("kept")
        for number, line in enumerate(lines)
    }
    services.mark_recheck(recheck, given, by=level.by("supervisor"), at=level.at)


def test_every_question_has_its_answer_and_what_is_wanting_is_a_finding(level: Level) -> None:
    closed(level, 2)
    first, second = drawn(level, amount=100).rechecks.order_by("rank")
    by = level.by("supervisor")
    with pytest.raises(Refusal) as refused:
        services.settle_recheck(first, Outcome(), by=by, at=level.at)
    assert len(refused.value.details) == len(sheets.lines(sheets.of_recheck(first))) == 6
    answer(first, level, wanting=1)
    with pytest.raises(Refusal):  # until when is it put right?
        services.settle_recheck(first, Outcome(), by=by, at=level.at)
    first.refresh_from_db()
    services.settle_recheck(first, Outcome(due_on=level.day(7)), by=by, at=level.at)
    finding = Finding.objects.get()
    assert (finding.unit, finding.recheck, first.is_kept) == (level.below, first, False)
    with pytest.raises(NotAllowed):
        services.finish(first.draw, by=by, at=level.at)
    answer(second, level)
    services.settle_recheck(second, Outcome(), by=by, at=level.at)
    draw = services.finish(Draw.objects.get(), by=by, at=level.at)
    counts = draws.by_unit(draw)[0]
    assert (counts.unit, counts.drawn, counts.done, counts.kept, counts.wanting) == (level.below, 2, 2, 1, 1)


def test_only_whoever_it_was_drawn_to(level: Level) -> None:
    closed(level, 1)
    recheck = drawn(level).rechecks.get()
    with pytest.raises(NotAllowed):
        services.mark_recheck(recheck, {}, by=level.by("director"), at=level.at)
    with pytest.raises(NotAllowed):
        services.mark_recheck(recheck, {}, by=level.leads().actor, at=level.at)


def test_finishing_does_the_duty_to_check_again() -> None:
    level = make_level()
    above = level.above
    above.centre_kind = "governance"
    above.save()
    obligations.schedule(above, at=level.at - timedelta(days=20))
    duty = Occurrence.objects.get(unit=above, rule_id="gc.inspect.recheck", period_end=level.day())
    closed(level, 1)
    draw = drawn(level)
    answer(recheck := draw.rechecks.get(), level)
    services.settle_recheck(recheck, Outcome(), by=level.by("supervisor"), at=level.at)
    services.finish(draw, by=level.by("supervisor"), at=level.at)
    duty.refresh_from_db()
    assert duty.state == "done" and duty.proofs.get().ref == f"draw:{draw.pk}"


def test_the_units_concerned_see_the_counts_and_nobody_sees_the_matters(level: Level) -> None:
    closed(level, 3)
    draw = freeze(level)
    leader = level.leads()
    assert draw not in draws.visible(leader)
    services.draw_lots(draw, "0815", "掷骰", by=level.by("supervisor"), at=level.at)
    assert draw in draws.visible(leader) and draws.items(draw, leader) == []
    assert len(draws.items(draw, level.acts("supervisor"))) == 2
    stranger = acting(level.desk.centre.linkage_people["leader"], level.at)
    assert draw not in draws.visible(stranger)
