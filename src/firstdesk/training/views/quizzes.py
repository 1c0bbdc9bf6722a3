"""Tests: made, and sat on the phone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.http import SeeOther, key_in, lead_to
from firstdesk.common.refusals import Refusal, unreadable_page
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.training import forms, policies, services
from firstdesk.training.models import Question, Quiz, Seat
from firstdesk.training.selectors.courses import may_sit
from firstdesk.training.views.shared import check_fresh

P = Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.TRAIN)
def listing(request: StaffRequest) -> HttpResponse:
    """The centre's tests, and a new one."""
    centre = policies.centre_of(request.acting)
    form = forms.QuizForm(request.POST or None)
    if request.method == "POST":
        policies.check_trains(request.acting, centre)
        if form.is_valid():
            try:
                made = services.make_quiz(centre, **form.cleaned_data, by=request.acting.actor, at=clock.now())
                return SeeOther(reverse("training:quiz", args=[made.pk]))
            except Refusal as refusal:
                form.show(refusal)
    rows = Quiz.objects.filter(unit=centre).prefetch_related("questions").order_by("-pk")
    lines = [(each, sum(one.dropped_at is None for one in each.questions.all())) for each in rows]
    context = {"lines": lines, "form": form, "trains": policies.trains(request.acting, centre), "tab": "quizzes"}
    return render(request, "training/quizzes.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.TRAIN)
def quiz(request: StaffRequest, pk: int) -> HttpResponse:
    """One test: its questions with their answers, and another question."""
    row = Quiz.objects.filter(pk=pk, unit=request.acting.centre).select_related("unit").first()
    if row is None:
        raise Http404
    form = forms.QuestionForm(request.POST or None)
    status = _added(request, row, form) if request.method == "POST" else 200
    if status == 303:
        return SeeOther(reverse("training:quiz", args=[pk]))
    questions = row.questions.filter(dropped_at=None).order_by("pk")
    context = {
        "quiz": row, "questions": questions, "form": form, "trains": policies.trains(request.acting, row.unit),
        "tab": "quizzes",
    }  # fmt: skip
    return render(request, "training/quiz.html", context, status=status)


def _added(request: StaffRequest, row: Quiz, form: forms.QuestionForm) -> int:
    """Adds the question; the status to answer with."""
    policies.check_trains(request.acting, row.unit)
    if not form.is_valid():
        return 422
    new = services.NewQuestion(options=[(text, right) for _n, text, right in form.options], **form.cleaned_data)
    try:
        check_fresh(row, request)
        services.ask(row, new, by=request.acting.actor, at=clock.now())
    except Refusal as refusal:
        form.show(refusal)
        return refusal.status
    return 303


@require_POST
@needs(P.TRAIN)
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask a question no more."""
    row = Question.objects.filter(pk=pk, quiz__unit=request.acting.centre).select_related("quiz__unit").first()
    if row is None:
        raise Http404
    policies.check_trains(request.acting, row.quiz.unit)
    check_fresh(row.quiz, request)
    services.drop(row, by=request.acting.actor, at=clock.now())
    return lead_to(reverse("training:quiz", args=[row.quiz_id]), request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def sit(request: StaffRequest, pk: int) -> HttpResponse:
    """Sit the test of a course one came to."""
    seats = Seat.objects.filter(course=pk, person=request.acting.user).select_related("course__quiz")
    seat = seats.prefetch_related("attempts").first()
    if seat is None or seat.course.quiz is None:
        raise Http404
    questions = list(seat.course.quiz.questions.filter(dropped_at=None).order_by("pk"))
    given, problem = forms.chosen(request.POST, questions), None
    if request.method == "POST":
        problem = _sat(request, seat, given)
        if problem is None:
            return SeeOther(reverse("training:sit", args=[pk]))
    context = _sheet(seat) | {
        "problem": problem and problem.message,
        "questions": [(each, list(enumerate(each.options)), given.get(each.pk, [])) for each in questions],
    }
    return render(request, "training/sit.html", context, status=problem.status if problem else 200)


def _sheet(seat: Seat) -> dict[str, object]:
    """The test, the tries so far with what was answered in each, and which try comes next."""
    attempts = list(seat.attempts.order_by("number"))
    return {
        "seat": seat, "course": seat.course, "quiz": seat.course.quiz, "may_sit": may_sit(seat), "attempts": attempts,
        "shown": [(each, each.marked) for each in attempts], "next": len(attempts) + 1,
        "is_passed": any(each.is_passed for each in attempts), "tab": "mine",
    }  # fmt: skip


def _sat(request: StaffRequest, seat: Seat, given: dict[int, list[int]]) -> Refusal | None:
    """Hands the answers in; why not, where they are refused."""
    before = key_in(request.POST.get("seen", ""))
    if before is None:
        return unreadable_page()
    try:
        attempt = services.sit(seat, given, after=before, by=request.acting.actor, at=clock.now())
    except Refusal as refusal:
        return refusal
    if attempt.is_passed:
        messages.success(request, _("Passed with %(score)s%%.") % {"score": attempt.score})
    else:
        messages.warning(request, _("%(score)s%%: not passed.") % {"score": attempt.score})
    return None
