"""Tests: written by the centre, taken on a phone, marked here; every attempt is kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import validation
from firstdesk.common.refusals import Conflict, NotAllowed, at_field
from firstdesk.directory.models import Unit
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.training.models import Attempt, Question, Quiz, Seat
from firstdesk.training.selectors.courses import may_sit
from firstdesk.training.services.certificates import give
from firstdesk.training.services.record import enter, lock, touch
from firstdesk.training.states import CourseState

MOST = 8  # options of a question


@dataclass(frozen=True, kw_only=True)
class NewQuestion:
    """A question; every option with whether it is right."""

    text: str
    options: Sequence[tuple[str, bool]]
    is_multiple: bool = False


def _enter(quiz: Quiz, verb: str, noted: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    draft = ledger.Draft(
        chain=f"unit:{quiz.unit_id}", verb=verb, by=by, at=at, subject_kind="training.Quiz", subject_id=quiz.pk,
        after=noted,
    )  # fmt: skip
    ledger.append(draft)


@transaction.atomic
def make_quiz(unit: Unit, title: str, pass_mark: int, *, by: Actor, at: datetime) -> Quiz:
    """Create a test without questions. Idempotent for the same form."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # sent twice, it is made once
    quiz = Quiz(unit=unit, title=title.strip(), pass_mark=pass_mark, made_at=at, made_by_id=by.by_id, changed_at=at)
    validation.check(quiz, leave_out=("made_by",))
    quiz.save(force_insert=True)
    _enter(quiz, "training.quiz_made", {"title": quiz.title, "pass_mark": quiz.pass_mark}, by=by, at=at)
    return quiz


@transaction.atomic
def ask(quiz: Quiz, new: NewQuestion, *, by: Actor, at: datetime) -> Question:
    """Add a question. Raises Refusal unless exactly one option is right, or at least one of a multiple choice."""
    options = [(text.strip(), right) for text, right in new.options if text.strip()]
    right = sum(right for _text, right in options)
    if not 2 <= len(options) <= MOST:
        raise at_field("options", _("A question has two to eight options."))
    if len({text for text, _right in options}) < len(options):
        raise at_field("options", _("Two options read the same."))
    if right == 0 or (right > 1 and not new.is_multiple):
        raise at_field("options", _("Mark one right answer; several only where several may be chosen."))
    lock(quiz)
    if quiz.questions.filter(dropped_at=None, text=new.text.strip()).exists():
        raise at_field("text", _("This question is asked already."))
    question = Question(
        quiz=quiz, text=new.text.strip(), is_multiple=new.is_multiple, written_at=at, written_by_id=by.by_id,
        options=[{"text": text, "right": is_right} for text, is_right in options],
    )  # fmt: skip
    validation.check(question, leave_out=("written_by", "dropped_at", "dropped_by"))
    question.save(force_insert=True)
    touch(quiz, at)
    _enter(quiz, "training.question_added", {"title": quiz.title, "question": question.pk}, by=by, at=at)
    return question


@transaction.atomic
def drop(question: Question, *, by: Actor, at: datetime) -> Question:
    """Drop a question from the test. Attempts keep it."""
    lock(question.quiz)
    if question.dropped_at is not None:
        raise NotAllowed(_("This question is asked no more already."))
    question.dropped_at, question.dropped_by_id = at, by.by_id
    question.save(update_fields=["dropped_at", "dropped_by"])
    touch(question.quiz, at)
    _enter(question.quiz, "training.question_dropped", {"question": question.pk}, by=by, at=at)
    return question


def mark(questions: Sequence[Question], given: Mapping[int, Collection[int]]) -> tuple[int, list[dict[str, object]]]:
    """The score in per cent, and each question with its answer. An answer is right when exactly the right options are
    chosen."""
    answers: list[dict[str, object]] = []
    points = 0
    for each in questions:
        right = [number for number, option in enumerate(each.options) if option["right"]]
        chosen = sorted(set(given.get(each.pk, ())) & set(range(len(each.options))))
        points += chosen == right
        texts = [option["text"] for option in each.options]
        answers.append({"question": each.pk, "text": each.text, "options": texts, "right": right, "given": chosen})
    return (100 * points // len(questions) if questions else 0), answers


@transaction.atomic
def sit(
    seat: Seat, given: Mapping[int, Collection[int]], *, after: int | None = None, by: Actor, at: datetime
) -> Attempt:
    """Take the test of one's course. If the course was already held, passing gives the certificate at once.

    `after`: number of attempts when the page was made, so that answers sent twice use one attempt."""
    locked = Seat.objects.select_for_update(no_key=True, of=("self",)).select_related("course__quiz", "course__unit")
    seat = locked.get(pk=seat.pk)
    quiz = seat.course.quiz
    if by.person_id != seat.person_id:
        raise NotAllowed(_("A test is answered by nobody but the one who sits it."))
    if after is not None and after != seat.attempts.count():
        raise Conflict(_("These answers were handed in already, from here or from another window."))
    if quiz is None or not may_sit(seat):
        raise NotAllowed(_("There is no test to sit: not signed in to the course, passed already, or no tries left."))
    questions = list(quiz.questions.filter(dropped_at=None).order_by("pk"))
    if not questions:
        raise NotAllowed(_("This test has no questions at present; tell whoever holds the course."))
    unanswered = [str(number) for number, each in enumerate(questions, 1) if not given.get(each.pk)]
    if unanswered:
        told = "、".join(unanswered)
        raise at_field("answers", _("Answer every question, then hand in again; still open: %s.") % told)
    score, answers = mark(questions, given)
    attempt = Attempt.objects.create(
        seat=seat, number=seat.attempts.count() + 1, answers=answers, score=score, pass_mark=quiz.pass_mark,
        is_passed=score >= quiz.pass_mark, sat_at=at, sat_by_id=by.by_id,
    )  # fmt: skip
    noted = {"title": quiz.title, "try": attempt.number, "passed": attempt.is_passed}
    enter(seat.course, "training.sat", noted, by=by, at=at)
    if attempt.is_passed and seat.course.state == CourseState.HELD:
        give(seat.course, by=by, at=at)
    return attempt
