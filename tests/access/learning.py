"""Of the scene: a plan, a course with its test, a certificate; an assessment, an award, a finding of accountability."""

from datetime import timedelta

from firstdesk.assessment import services as assessment
from firstdesk.assessment.models import Figure
from firstdesk.assessment.services import Charge, NewAward, NewRound
from firstdesk.common import clock
from firstdesk.directory.tests.factories import acting
from firstdesk.matters.tests.factories import Desk
from firstdesk.training import services as training
from firstdesk.training.services import Draft, NewCourse, NewLine, NewQuestion, Recognised


def training_keys(desk: Desk) -> dict[str, int]:
    """By page."""
    by, unit, at = acting(desk.centre.people["group_leader"], desk.at).actor, desk.centre.unit, desk.at
    plan = training.draft(unit, Draft(year=2025, goals="人人过关"), by=by, at=at)
    new = NewLine(title="普法", kind="inner", subjects=("law",), month=10, posts=("intake",))
    line = training.add_line(plan, new, by=by, at=at)
    quiz = training.make_quiz(unit, "测试", 80, by=by, at=at)
    asked = NewQuestion(text="谁负责？", options=(("首问的人", True), ("没有人", False)))
    question = training.ask(quiz, asked, by=by, at=at)
    course = training.arrange(
        unit,
        NewCourse(
            title="普法", kind="inner", subjects=("law",), posts=("intake",), place="二楼", teacher="组长", quiz=quiz,
            starts_at=desk.later(days=1), ends_at=desk.later(days=1, hours=2),
        ),
        by=by, at=at,
    )  # fmt: skip
    paper = Recognised(title="外训", subjects=("law",), basis="1号", valid_from=clock.local(at).date())
    certificate = training.recognise(unit, desk.officer, paper, by=by, at=at)
    plans = dict.fromkeys(("add_line", "submit", "approve", "give_back"), plan.pk)
    keys = plans | {"remove_line": line.pk, "quiz": quiz.pk, "drop": question.pk, "withdraw": certificate.pk}
    return {"training": course.pk} | {f"training:{name}": pk for name, pk in keys.items()}


def assessment_keys(desk: Desk) -> dict[str, int]:
    """By page. The sheet is that of the officer at the intake desk."""
    by, unit, at = acting(desk.centre.people["supervisor"], desk.at).actor, desk.centre.unit, desk.at
    today = clock.local(at).date()
    new = NewRound(
        title="三季度考核", kind="quarter", method="办法", first=today - timedelta(days=30), last=today,
        indicators=("cp.indicator.promises",), dimensions=("performance",),
    )  # fmt: skip
    opened = assessment.open_round(unit, new, (), [desk.centre.posts["intake"]], by=by, at=at)
    sheet = opened.sheets.get(person=desk.officer)
    award = assessment.propose(unit, NewAward(unit=unit, kind="year", grounds="好"), by=by, at=at)
    charge = Charge(unit=unit, ground="delay", facts="让群众白跑", person=desk.officer)
    finding = assessment.charge(unit, charge, by=by, at=at)
    sheets = dict.fromkeys(("sheet", "remark", "assess", "appeal", "decide_appeal"), sheet.pk)
    awards = dict.fromkeys(("decide_award", "report_award"), award.pk)
    findings = dict.fromkeys(("finding", "hear", "rule", "object", "answer"), finding.pk)
    figure = Figure.objects.get(sheet=sheet).pk
    return {"assessment": opened.pk, "assessment:figure": figure} | {
        f"assessment:{name}": pk for name, pk in (sheets | awards | findings).items()
    }
