"""Access of other systems: the tokens of one unit."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.directory import policies, selectors, services
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.forms import TokenForm
from firstdesk.directory.models import ApiToken, Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.views.shared import done


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_DIRECTORY)
def tokens(request: StaffRequest, code: str) -> HttpResponse:
    """The tokens of a unit's systems, and a form for one more; the token itself is shown once."""
    unit = get_object_or_404(Unit, code=code)
    policies.check_manage(request.acting, unit)
    form = TokenForm(request.POST or None)
    issued: list[services.Issued] = []

    def act(values: dict[str, object]) -> None:
        label, centre = form.cleaned_data["label"], form.cleaned_data["centre"]
        actor, at = request.acting.actor, clock.now()
        issued.append(services.issue_token(unit=unit, centre=centre, label=label, by=actor, at=at))

    if done(form, act):
        text = _("The token of “%(label)s” is %(secret)s. It is shown only now; hand it over safely.")
        messages.success(request, text % {"label": issued[0].token.label, "secret": issued[0].secret})
        return SeeOther(reverse("directory:tokens", args=[code]))
    context = {"unit": unit, "tokens": selectors.tokens_of(unit), "form": form}
    return render(request, "directory/tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(Permission.MANAGE_DIRECTORY)
def revoke(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Take nothing more from a system."""
    token = get_object_or_404(ApiToken.objects.select_related("unit", "centre"), pk=pk, unit__code=code)
    policies.check_manage(request.acting, token.unit)
    services.revoke_token(token=token, by=request.acting.actor, at=clock.now())
    messages.success(request, _("“%(label)s” can send nothing more.") % {"label": token.label})
    return SeeOther(reverse("directory:tokens", args=[code]))
