"""Personal data of one matter given to another body: recorded before it leaves."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from firstdesk.common import clock
from firstdesk.common.forms import Form
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Disclosure
from firstdesk.directory.roles import Permission
from firstdesk.directory.services import DisclosureText, disclose
from firstdesk.matters.models import Matter
from firstdesk.matters.policies import check_row_seen
from firstdesk.matters.selectors import get_visible
from firstdesk.regulations import selectors as regulations


class DisclosureForm(Form):
    """What leaves, to whom, what for, on what basis."""

    recipient = forms.CharField(max_length=120, label=gettext_lazy("Who receives it"))
    purpose = forms.CharField(label=gettext_lazy("What for"), widget=forms.Textarea({"rows": 2}))
    basis = forms.CharField(
        max_length=200,
        label=gettext_lazy("On what basis"),
        help_text=gettext_lazy("The law, the rule, or the person's consent."),
    )
    items = forms.CharField(
        max_length=200, label=gettext_lazy("Which data"), help_text=gettext_lazy("Only what the purpose needs.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REVEAL)
def disclosures(request: StaffRequest, number: str) -> HttpResponse:
    """What has left, and recording what is about to leave."""
    matter = get_visible(number, request.acting)
    form = DisclosureForm(request.POST or None)
    given = Disclosure.objects.filter(matter_id=matter.pk).select_related("disclosed_by").order_by("-disclosed_at")
    newest = max([matter.changed_at, *(each.disclosed_at for each in given[:1])])  # recording one changes no matter
    if request.method == "POST":
        check_row_seen(matter, newest, request.POST.get("seen", ""))
    if form.is_bound and form.is_valid() and _disclosed(request, matter, form):
        messages.success(request, _("Recorded. It may leave now."))
        return SeeOther(request.path)
    seen = request.POST.get("seen", "") or newest.isoformat()
    context = {"matter": matter, "form": form, "given": given, "seen": seen}
    return render(request, "workbench/disclosures.html", context, status=422 if form.is_bound else 200)


def _disclosed(request: StaffRequest, matter: Matter, form: DisclosureForm) -> bool:
    acting = request.acting
    if acting.unit.pk not in {matter.centre_id, matter.responsible_unit_id}:
        raise NotAllowed(_("Only the centre or the unit that answers for the matter may give data out."))
    try:
        disclose(
            new=DisclosureText(matter_id=matter.pk, **form.cleaned_data),
            centre_kind=matter.centre_kind,
            rulebook=regulations.version(matter.rulebook_version),
            by=acting.actor,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.show(refusal)
        return False
    return True
