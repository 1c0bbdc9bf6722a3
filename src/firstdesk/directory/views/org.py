"""The tree of units, one unit, and setting units up."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.directory import policies, ports, services
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.forms import ArrivalForm, NumbersForm, PostForm, RemitForm, UnitForm
from firstdesk.directory.models import Unit
from firstdesk.directory.overview import org_tree, unit_page, units_under
from firstdesk.directory.roles import Permission
from firstdesk.directory.views.shared import done, form_page


@require_safe
@needs()
def org(request: StaffRequest) -> HttpResponse:
    """The whole organisation; very large ones two levels deep, the rest on the page of each unit."""
    return render(request, "directory/org.html", {"rows": org_tree(), "may_manage": _manages(request)})


@require_safe
@needs()
def unit(request: StaffRequest, code: str) -> HttpResponse:
    """One unit: its posts and who holds them now, what it answers for, when it works, its grids."""
    found = get_object_or_404(Unit, code=code)
    may_manage = _manages(request) and found.path.startswith(request.acting.unit.path)
    return render(request, "directory/unit.html", unit_page(found, clock.now()) | {"may_manage": may_manage})


def _manages(request: StaffRequest) -> bool:
    return request.acting.may(Permission.MANAGE_DIRECTORY)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_DIRECTORY)
def add_unit(request: StaffRequest) -> HttpResponse:
    """Set up a unit beneath one's own."""
    form = UnitForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    form.fields["parent"].queryset = units_under(request.acting.unit)  # type: ignore[attr-defined]

    def act(values: dict[str, object]) -> object:
        return services.create_unit(
            new=services.NewUnit(**values),  # type: ignore[arg-type]
            by=request.acting.actor,
            at=clock.now(),
        )

    if done(form, act):
        return SeeOther(reverse("directory:unit", args=[form.cleaned_data["code"]]))
    return form_page(request, form, title=_("New unit"), verb=_("Set up"), back=reverse("directory:org"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_DIRECTORY)
def add_post(request: StaffRequest, code: str) -> HttpResponse:
    """Add a post to a unit."""
    found = get_object_or_404(Unit, code=code)
    policies.check_manage(request.acting, found)
    form = PostForm(request.POST or None)
    back = reverse("directory:unit", args=[code])
    if done(
        form,
        lambda values: services.create_post(
            unit=found, new=services.NewPost(**values), by=request.acting.actor, at=clock.now()
        ),
    ):
        return SeeOther(back)
    return form_page(request, form, title=_("New post"), verb=_("Set up"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_DIRECTORY)
def add_remit(request: StaffRequest, code: str) -> HttpResponse:
    """A unit answers for one more topic."""
    at = clock.now()
    found = get_object_or_404(Unit, code=code)
    policies.check_manage(request.acting, found)
    form = RemitForm(request.POST or None)
    form.fields["topic"].choices = ports.get().topics(at)  # type: ignore[attr-defined]
    back = reverse("directory:unit", args=[code])
    if done(form, lambda values: services.add_remit(unit=found, **values, by=request.acting.actor, at=at)):
        return SeeOther(back)
    return form_page(request, form, title=_("New topic"), verb=_("Add"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_DIRECTORY)
def add_arrival(request: StaffRequest, code: str) -> HttpResponse:
    """How fast a unit promises to be at a place; what it promised before for the same zone and hour is replaced."""
    found = get_object_or_404(Unit, code=code)
    policies.check_manage(request.acting, found)
    form = ArrivalForm(request.POST or None)
    back = reverse("directory:unit", args=[code])

    def act(values: dict[str, object]) -> object:
        arrival = services.Arrival(**values)  # type: ignore[arg-type]
        return services.promise_arrival(unit=found, arrival=arrival, by=request.acting.actor, at=clock.now())

    if done(form, act):
        return SeeOther(back)
    return form_page(request, form, title=_("Promise to arrive"), verb=_("Promise to arrive"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_DIRECTORY)
def numbers(request: StaffRequest, code: str) -> HttpResponse:
    """Under which numbers a unit is called, and complained of."""
    found = get_object_or_404(Unit, code=code)
    policies.check_manage(request.acting, found)
    given = {"phone": found.phone, "supervision_phone": found.supervision_phone}
    form = NumbersForm(request.POST or None, initial=given)
    back = reverse("directory:unit", args=[code])
    if done(form, lambda values: services.post_numbers(found, **values, by=request.acting.actor, at=clock.now())):
        return SeeOther(back)
    return form_page(request, form, title=_("Telephones"), verb=_("Save"), back=back)
