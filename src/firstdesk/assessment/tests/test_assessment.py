"""Opened and frozen; remarked, assessed, appealed, decided by somebody else, final; what must not be possible."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from firstdesk.assessment import services
from firstdesk.assessment.models import Figure, Round, Sheet
from firstdesk.assessment.selectors import rules
from firstdesk.assessment.selectors.counting import COUNTS, OF_POSTS, Scope, keys, rows
from firstdesk.assessment.services import Judged
from firstdesk.assessment.tests.factories import by, make_round
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.config.environment import rules_dir
from firstdesk.directory.tests.factories import make_person
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Clock, Occurrence
from firstdesk.rulebook.indicators import Counting, IndicatorRule, forbidden
from firstdesk.rulebook.load import load_rulebook
from firstdesk.training.tests.factories import make_school

pytestmark = pytest.mark.django_db
WORDS = {"performance": "首问件件有着落", "attitude": "耐心"}


@pytest.fixture
def desk() -> Desk:
    return make_school()


def of_officer(desk: Desk, **values: object) -> Sheet:
    return make_round(desk, posts=(desk.centre.posts["intake"],), **values).sheets.get()


def assess(desk: Desk, sheet: Sheet, grade: str = "sound") -> Sheet:
    return services.assess(sheet, Judged(words=WORDS, grade=grade), by=by(desk, "supervisor"), at=desk.at)


def test_from_opening_to_final_with_an_appeal(desk: Desk) -> None:
    obligations.schedule(desk.centre.unit, at=desk.later(days=60))
    sheet = of_officer(desk)
    assert sheet.person == desk.officer and Notice.objects.filter(recipient=desk.officer).exists()
    services.remark(sheet, "三月两次停电影响接听", by=by(desk, "intake"), at=desk.at)
    assess(desk, sheet)
    assert sheet.appeal_until == date(2026, 3, 24)  # five working days after Tuesday the 17th
    with pytest.raises(NotAllowed):
        services.appeal(sheet, "太晚", by=by(desk, "intake"), at=desk.later(days=8))
    services.appeal(sheet, "停电不是接警员的责任", by=by(desk, "intake"), at=desk.later(days=2))
    assert services.end_due(at=desk.later(days=30)) == 0  # an appeal waits for its decision
    for wrong in ("supervisor", "intake"):
        with pytest.raises(NotAllowed):
            services.settle_appeal(sheet, is_upheld=True, decision="改", by=by(desk, wrong), at=desk.later(days=3))
    services.settle_appeal(
        sheet, is_upheld=True, decision="属实", grade="strong", by=by(desk, "director"), at=desk.later(days=3)
    )
    sheet = Sheet.objects.get()
    assert (sheet.state, sheet.grade, Round.objects.get().state) == ("final", "strong", "closed")
    done = set(Occurrence.objects.filter(state="done").values_list("rule_id", flat=True))
    assert done == {"cp.assessment"}


def test_without_an_appeal_time_makes_it_final(desk: Desk) -> None:
    sheet = assess(desk, of_officer(desk))
    assert sheet.appeal_until is not None
    assert services.end_due(at=desk.later(days=7)) == 0
    assert services.end_due(at=desk.later(days=8)) == 1 and services.end_due(at=desk.later(days=9)) == 0
    closed = Round.objects.get()
    assert (closed.state, closed.closed_by) == ("closed", None)
    with pytest.raises(NotAllowed):
        services.appeal(Sheet.objects.get(), "还想申诉", by=by(desk, "intake"), at=desk.later(days=1))


def test_figures_are_frozen_at_opening(desk: Desk) -> None:
    matter = make_matter(desk, state="closed")
    Clock.objects.filter(matter_id=matter.pk).update(stopped_at=desk.later(days=-10))
    sheet = make_round(desk, units=(desk.centre.unit,)).sheets.get()
    figure = sheet.figures.get(rule_id="cp.indicator.promises")
    before = (figure.part, figure.whole)
    Clock.objects.filter(matter_id=matter.pk).update(outcome="late")
    line = next(each for each in rules.lines(Sheet.objects.get()) if each.rule.id == "cp.indicator.promises")
    assert (line.figure.part, line.figure.whole) == before and line.found.few and len(before[1]) > 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.update(part=[])


def test_every_figure_is_a_recount_of_its_records(desk: Desk) -> None:
    for state in ("closed", "handling", "closed", "follow_up"):
        make_matter(desk, state=state)
    Matter.objects.filter(state="closed").update(reopenings=1)
    scope = Scope(desk.centre.unit, None, desk.at.date() - timedelta(days=5), desk.at.date(), desk.later(minutes=1))
    for rule in rules.indicators(desk.centre.unit, desk.at):
        part, whole = set(keys(rule.part, scope)), set(keys(rule.whole, scope))
        assert part <= whole, rule.id
        assert len(whole) == rows(rule.whole, scope).distinct().count(), rule.id
    assert len(keys(Counting("closed", {}), scope)) == 2 and keys(Counting("closed_at_once", {}), scope) == []


def test_the_registry_and_the_rules_name_the_same_counts() -> None:
    book = load_rulebook(rules_dir())
    assert set(book.vocabulary.counts) == set(COUNTS) and set(COUNTS) > OF_POSTS
    used = [rule for rule in book.rules.values() if isinstance(rule, IndicatorRule)]
    assert {name for rule in used for name in (rule.part.count, rule.whole.count)} <= set(COUNTS)
    words = [text for code, named in book.vocabulary.counts.items() for text in (code, named.zh, named.en)]
    assert not forbidden(*words)


def test_nobody_is_judged_by_too_few(desk: Desk) -> None:
    sheet = of_officer(desk)
    with pytest.raises(Refusal) as refused:
        assess(desk, sheet, "to_improve")
    assert refused.value.details[0].field == "grade"
    assess(desk, sheet, "open")


def test_nobody_assesses_themselves_and_every_dimension_is_written(desk: Desk) -> None:
    sheet = of_officer(desk)
    with pytest.raises(NotAllowed):
        services.assess(sheet, Judged(words=WORDS, grade="strong"), by=by(desk, "intake"), at=desk.at)
    for wrong in (Judged(words={"performance": "好"}, grade="sound"), Judged(words=WORDS, grade="first_place")):
        with pytest.raises(Refusal):
            services.assess(sheet, wrong, by=by(desk, "supervisor"), at=desk.at)
    assess(desk, sheet)
    with pytest.raises(NotAllowed):
        assess(desk, Sheet.objects.get())  # twice
    with pytest.raises(NotAllowed):
        services.remark(Sheet.objects.get(), "太晚了", by=by(desk, "intake"), at=desk.at)  # after the words


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"indicators": ()}, "indicators"), ({"indicators": ("gc.accountability.grounds",)}, "indicators"),
        ({"indicators": ("petitions",)}, "indicators"), ({"dimensions": ("loyalty",)}, "dimensions"),
        ({"last": date(2026, 12, 31)}, "last"), ({"first": date(2026, 3, 17)}, ""), ({"appeal_days": 1}, ""),
    ],
)  # fmt: skip
def test_a_round_that_makes_no_sense(desk: Desk, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        make_round(desk, units=(desk.centre.unit,), **wrong)
    assert field in {each.field for each in refused.value.details}


def test_somebody_has_to_be_assessed(desk: Desk) -> None:
    with pytest.raises(Refusal):
        make_round(desk)


def test_two_at_one_post_have_a_sheet_each_with_the_figures_of_the_post(desk: Desk) -> None:
    make_person(desk.centre.posts["intake"])
    sheets = make_round(desk, posts=(desk.centre.posts["intake"],)).sheets.all()
    assert len(sheets) == 2
    figures = [{each.rule_id: (each.part, each.whole) for each in sheet.figures.all()} for sheet in sheets]
    assert figures[0] == figures[1] and "cp.indicator.satisfaction" not in figures[0]  # of a whole unit only
