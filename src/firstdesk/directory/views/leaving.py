"""Somebody leaves: what they still have in hand, giving it back, closing the account; and opening it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther
from firstdesk.directory import policies, ports, services
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.forms import LeaveForm
from firstdesk.directory.models import Appointment, Unit, User
from firstdesk.directory.roles import Permission
from firstdesk.directory.selectors import appointments_of
from firstdesk.directory.views.shared import done

MANAGE = Permission.MANAGE_DIRECTORY


def _who(request: StaffRequest, pk: int) -> User:
    """The person, if the administrator may close or open their account."""
    found = get_object_or_404(User, pk=pk)
    now = [each.post.unit for each in appointments_of(found, clock.now())]
    policies.check_close(request.acting, found, ever(found), now)
    return found


def ever(person: User) -> list[Unit]:
    """The units of every post they hold, held or are to hold."""
    return [each.post.unit for each in Appointment.objects.filter(user=person).select_related("post__unit")]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    """What is still in hand, kind by kind; with nothing left the account can be closed."""
    found, at = _who(request, pk), clock.now()
    form = LeaveForm(request.POST or None)
    if done(form, lambda values: services.close_account(found, **values, by=request.acting.actor, at=at)):
        messages.success(request, _("The account of %(name)s is closed.") % {"name": found})
        return SeeOther(reverse("directory:person", args=[pk]))
    work = ports.get().leaving.work(found.pk, at)
    context = {"person": found, "work": work, "form": form, "may_put_back": any(not each.advice for each in work)}
    return render(request, "directory/leave.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(MANAGE)
def put_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Their matters wait in the queues of their units from now on."""
    found = _who(request, pk)
    reason = cleaned(LeaveForm(request.POST))["reason"]
    count = ports.get().leaving.put_back(found.pk, reason, request.acting.actor, clock.now())
    messages.success(request, _("Given back to the queues of their units: %(count)d matters.") % {"count": count})
    return SeeOther(reverse("directory:leave", args=[pk]))


@require_POST
@needs(MANAGE)
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """The account opens again, without a post."""
    found, values = _who(request, pk), cleaned(LeaveForm(request.POST))
    services.reopen_account(found, **values, by=request.acting.actor, at=clock.now())
    return SeeOther(reverse("directory:person", args=[pk]))
