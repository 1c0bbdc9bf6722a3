"""Courses: their list, one of them, and what is done with it."""

import base64

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, key_in, lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.files import documents
from firstdesk.training import forms, policies, services
from firstdesk.training.models import Course, Kind, PlanLine, Quiz
from firstdesk.training.selectors import choices, people
from firstdesk.training.selectors import courses as found
from firstdesk.training.views.shared import check_fresh, course_of

P = Permission
PAGE = 30
KINDS = ("inner", "outer", "on_site", "induction", "publicity", "guidance")


@require_safe
@needs()
def listing(request: StaffRequest) -> HttpResponse:
    """Courses around this person, newest first."""
    kind = request.GET.get("kind", "")
    rows = found.visible(request.acting)
    if kind in KINDS:
        rows = rows.filter(kind=kind)
    page = Paginator(found.with_counts(rows), PAGE).get_page(request.GET.get("page"))
    centre = request.acting.centre
    context = {
        "page": page, "kind": kind, "kinds": Kind.choices, "tab": "courses",
        "trains": centre is not None and policies.trains(request.acting, centre),
    }  # fmt: skip
    return render(request, "training/courses.html", context)


def _form(centre: Unit, request: StaffRequest) -> forms.CourseForm:
    at = clock.now()
    lists = {
        "subjects": choices.all_subjects(centre, at),
        "posts": choices.posts_of(centre),
        "bodies": choices.choices(centre, choices.BODIES, at),
    }
    lines = PlanLine.objects.filter(plan__unit=centre, plan__state="approved").order_by("-plan__year", "month")
    line = lines.filter(pk=key_in(request.GET.get("line", "")) or 0).first()
    initial: dict[str, object] = {"kind": request.GET.get("kind", "inner")}
    if line:
        given = {name: getattr(line, name) for name in ("title", "kind", "subjects", "posts")}
        initial = {"line": line.pk, **given}
    quizzes = Quiz.objects.filter(unit=centre).order_by("-pk")
    return forms.CourseForm(request.POST or None, initial=initial, lists=lists, quizzes=quizzes, lines=lines)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.TRAIN)
def new(request: StaffRequest) -> HttpResponse:
    """Arrange a course; whoever holds one of its posts is asked."""
    centre = policies.centre_of(request.acting)
    policies.check_trains(request.acting, centre)
    form = _form(centre, request)
    if request.method == "POST" and form.is_valid():
        try:
            given = services.NewCourse(**form.cleaned_data)
            made = services.arrange(centre, given, by=request.acting.actor, at=clock.now())
            return SeeOther(reverse("training:course", args=[made.pk]))
        except Refusal as refusal:
            form.show(refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, "training/new_course.html", {"form": form, "tab": "courses"}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.TRAIN)
def session(request: StaffRequest) -> HttpResponse:
    """An evening for residents or the guidance of a body that took place: counted, nobody named."""
    centre, at = policies.centre_of(request.acting), clock.now()
    policies.check_trains(request.acting, centre)
    subjects, bodies = choices.all_subjects(centre, at), choices.choices(centre, choices.BODIES, at)
    form = forms.SessionForm(request.POST or None, subjects=subjects, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        try:
            given = {"ends_at": form.ends_at, **form.cleaned_data}
            done = services.Held(heard=given.pop("heard"), account=given.pop("account"))
            given.pop("hours")
            made = services.note_session(centre, services.NewCourse(**given), done, by=request.acting.actor, at=at)
            return SeeOther(reverse("training:course", args=[made.pk]))
        except Refusal as refusal:
            form.show(refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, "training/session.html", {"form": form, "tab": "courses"}, status=status)


@require_safe
@needs()
def course(request: StaffRequest, pk: int) -> HttpResponse:
    """One course: what, who was asked, who came, who passed."""
    row = course_of(request, pk)
    return render(request, "training/course.html", _context(request, row))


def _context(request: StaffRequest, row: Course) -> dict[str, object]:
    at = clock.now()
    trains = policies.trains(request.acting, row.unit)
    seat = row.seats.filter(person=request.acting.user).first()
    planned = row.state == "planned"
    door = request.build_absolute_uri(reverse("training:here", args=[row.code]))
    asked = {each.person_id for each in row.seats.all()}
    reads = policies.reads_list(request.acting, row.unit)
    others = [each for each in people.staff(row.unit, row.starts_at) if each.pk not in asked] if trains else []
    return {
        "course": row, "said": choices.said_of(row, at), "trains": trains, "seat": seat, "at": at,
        "reads": reads, "places": found.places(row, None if reads else request.acting.user),
        "may_sit": seat is not None and found.may_sit(seat), "is_open": found.is_open_door(row, at),
        "qr": base64.b64encode(documents.qr(door).encode()).decode() if trains and planned else "", "door": door,
        "invite": forms.PersonForm(people=others) if trains and planned and not row.is_counted else None,
        "held": forms.HeldForm(is_counted=row.is_counted), "has_begun": row.starts_at <= at,
        "call_off": forms.ReasonForm(), "tab": "courses",
    }  # fmt: skip


@require_POST
@needs(P.TRAIN)
def invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask one more person."""
    row = _own(request, pk)
    given = cleaned(forms.PersonForm(request.POST, people=people.staff(row.unit, row.starts_at)))
    services.invite(row, given["person"], by=request.acting.actor, at=clock.now())
    return lead_to(reverse("training:course", args=[pk]), request)


@require_POST
@needs(P.TRAIN)
def tick(request: StaffRequest, pk: int) -> HttpResponse:
    """Who came, by the list."""
    row = _own(request, pk)
    services.tick(row, _came(request), by=request.acting.actor, at=clock.now())
    messages.success(request, _("Who came is noted."))
    return lead_to(reverse("training:course", args=[pk]), request)


def _came(request: StaffRequest) -> set[int]:
    """The seats that were ticked."""
    return {key for value in request.POST.getlist("came") if (key := key_in(value)) is not None}


@require_POST
@needs(P.TRAIN)
def hold(request: StaffRequest, pk: int) -> HttpResponse:
    """It took place."""
    row = _own(request, pk)
    given = cleaned(forms.HeldForm(request.POST, is_counted=row.is_counted))
    services.hold(row, services.Held(**given, came=_came(request)), by=request.acting.actor, at=clock.now())
    messages.success(request, _("Noted as held; certificates are given to those who came and passed."))
    return lead_to(reverse("training:course", args=[pk]), request)


@require_POST
@needs(P.TRAIN)
def call_off(request: StaffRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    row = _own(request, pk)
    reason = cleaned(forms.ReasonForm(request.POST))["reason"]
    services.call_off(row, reason, by=request.acting.actor, at=clock.now())
    return lead_to(reverse("training:course", args=[pk]), request)


def _own(request: StaffRequest, pk: int) -> Course:
    """A course of the own centre, still as the page had it."""
    row = course_of(request, pk)
    policies.check_trains(request.acting, row.unit)
    check_fresh(row, request)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def here(request: StaffRequest, code: str) -> HttpResponse:
    """The code on the door: somebody who was asked says they are here."""
    row = Course.objects.filter(code=code).select_related("unit").first()
    if row is None:
        raise Http404
    at = clock.now()
    if request.method == "POST":
        services.check_in(row, request.acting.user, by=request.acting.actor, at=at)
        return lead_to(reverse("training:course", args=[row.pk]), request)
    seat = row.seats.filter(person=request.acting.user).first()
    context = {"course": row, "seat": seat, "is_open": found.is_open_door(row, at), "tab": "courses"}
    return render(request, "training/here.html", context)
