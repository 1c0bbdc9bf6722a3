"""People: finding them, making accounts, appointing, dismissing, signing out."""

import secrets
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther
from firstdesk.common.policy import reason_not
from firstdesk.directory import policies, services
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.forms import AppointForm, DismissForm, LeaveForm, PersonForm
from firstdesk.directory.models import Appointment, Unit, User
from firstdesk.directory.overview import posts_under
from firstdesk.directory.roles import Permission
from firstdesk.directory.selectors import appointments_of
from firstdesk.directory.views.leaving import ever
from firstdesk.directory.views.shared import done, form_page

SHOWN = 100
MANAGE = Permission.MANAGE_DIRECTORY


@require_safe
@needs()
def people(request: StaffRequest) -> HttpResponse:
    """Find a colleague by name, user name or staff number."""
    text = request.GET.get("text", "").strip()
    found = User.objects.filter(is_active=True).order_by("first_name", "username")
    if text:
        found = found.filter(Q(first_name__icontains=text) | Q(username__icontains=text) | Q(staff_number=text))
    context = {"people": found[:SHOWN], "count": found.count(), "text": text, "may_manage": request.acting.may(MANAGE)}
    return render(request, "directory/people.html", context)


@require_safe
@needs()
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """One person: the posts held now, before and later, and what an administrator may do."""
    found = get_object_or_404(User, pk=pk)
    held = Appointment.objects.filter(user=found).select_related("post__unit").order_by("-starts_on", "-pk")
    units = _units_of(found)
    context = {
        "person": found,
        "appointments": held,
        "may_manage": request.acting.may(MANAGE),
        "may_sign_out": reason_not(policies.check_look_after, request.acting, found, units) is None,
        "may_close": reason_not(policies.check_close, request.acting, found, ever(found), units) is None,
        "leave_form": LeaveForm(),
        "may_give_password": reason_not(policies.check_give_password, request.acting, found, units) is None,
        "dismiss_form": DismissForm(initial={"ends_on": clock.local(clock.now()).date()}),
    }
    return render(request, "directory/person.html", context)


def _units_of(person: User) -> list[Unit]:
    return [appointment.post.unit for appointment in appointments_of(person, clock.now())]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def add_person(request: StaffRequest) -> HttpResponse:
    """Make an account with its first post; the first password is shown once."""
    form = PersonForm(request.POST or None, initial={"starts_on": clock.local(clock.now()).date()})
    form.fields["post"].queryset = posts_under(request.acting.unit)  # type: ignore[attr-defined]
    password = secrets.token_urlsafe(12)
    if done(form, lambda values: _make(request, values, password)):
        _show_once(request, form.cleaned_data["name"], password)
        return SeeOther(reverse("directory:people"))
    return form_page(
        request, form, title=_("New account"), verb=_("Make the account"), back=reverse("directory:people")
    )


def _make(request: StaffRequest, values: dict[str, Any], password: str) -> User:
    return services.create_user(
        new=services.NewPerson(
            username=values["username"], name=values["name"], password=password, staff_number=values["staff_number"]
        ),
        first=services.FirstPost(values["post"], values["starts_on"]),
        by=request.acting.actor,
        at=clock.now(),
    )


def _show_once(request: StaffRequest, name: str, password: str) -> None:
    text = _(
        "The first password of %(name)s is %(password)s. It is shown only now; it must be changed at the first sign-in."
    )
    messages.success(request, text % {"name": name, "password": password})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def appoint(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a person one more post."""
    found = get_object_or_404(User, pk=pk)
    form = AppointForm(request.POST or None, initial={"starts_on": clock.local(clock.now()).date()})
    form.fields["post"].queryset = posts_under(request.acting.unit)  # type: ignore[attr-defined]
    back = reverse("directory:person", args=[pk])

    def act(values: dict[str, object]) -> object:
        post, day = form.cleaned_data["post"], form.cleaned_data["starts_on"]
        policies.check_appoint(request.acting, found, post.unit)
        return services.appoint(user=found, post=post, starts_on=day, by=request.acting.actor, at=clock.now())

    if done(form, act):
        return SeeOther(back)
    return form_page(request, form, title=_("Appoint %(name)s") % {"name": found}, verb=_("Appoint"), back=back)


@require_POST
@needs(MANAGE)
def dismiss(request: StaffRequest, pk: int, appointment: int) -> HttpResponse:
    """End an appointment, with the reason."""
    held = get_object_or_404(Appointment.objects.select_related("post__unit", "user"), pk=appointment, user=pk)
    policies.check_appoint(request.acting, held.user, held.post.unit)
    values = cleaned(DismissForm(request.POST))
    services.dismiss(appointment=held, **values, by=request.acting.actor, at=clock.now())
    return SeeOther(reverse("directory:person", args=[pk]))


@require_POST
@needs()
def sign_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign somebody out everywhere."""
    found = get_object_or_404(User, pk=pk)
    policies.check_look_after(request.acting, found, _units_of(found))
    count = services.revoke_sessions(user=found, by=request.acting.actor, at=clock.now())
    messages.success(request, _("%(name)s was signed out (%(count)d sessions).") % {"name": found, "count": count})
    return SeeOther(reverse("directory:person", args=[pk]))


@require_POST
@needs(MANAGE)
def new_password(request: StaffRequest, pk: int) -> HttpResponse:
    """Give somebody a new first password, shown once; their sessions end."""
    found = get_object_or_404(User, pk=pk)
    policies.check_give_password(request.acting, found, _units_of(found))
    password = secrets.token_urlsafe(12)
    services.change_password(user=found, password=password, by=request.acting.actor, at=clock.now())
    _show_once(request, str(found), password)
    return SeeOther(reverse("directory:person", args=[pk]))
