"""What belongs together with a matter: reports of the same, related ones, parts split off."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, fragment_or_page, lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.followup import selectors as followup
from firstdesk.followup.services import joined as answers
from firstdesk.intake import forms, policies, selectors, services
from firstdesk.intake.selectors import related as asked
from firstdesk.intake.services.splitting import Part
from firstdesk.matters import services as matters
from firstdesk.matters.access import named_matter, seen_matter
from firstdesk.matters.models import Link, Matter
from firstdesk.matters.policies import check_seen
from firstdesk.matters.selectors import get_visible, joined_to

P = Permission
LINKS = (P.TRIAGE, P.REFER, P.HANDLE, P.DECIDE)
JOINS = (P.TRIAGE, P.DECIDE)


@require_GET
@needs(P.READ_OWN, P.READ_SUBTREE)
def related(request: StaffRequest, number: str) -> HttpResponse:
    """The panel alone."""
    matter = get_visible(number, request.acting)
    context = asked.panel(matter, request.acting)
    if context is None:
        raise Http404
    return fragment_or_page(request, "intake/related.html", "intake/_related.html", context)


@require_GET
@needs(*LINKS)
def likely(request: StaffRequest, number: str) -> HttpResponse:
    """What may be the same event; asked for by the panel after the page is there."""
    matter = get_visible(number, request.acting)
    policies.check_link(request.acting, matter)
    context = {
        "matter": matter,
        "is_likely": True,
        "likely": asked.likely(matter, request.acting),
        "may_join": asked.may_join(matter, request.acting),
        "at": clock.now(),
    }
    return fragment_or_page(request, "intake/related.html", "intake/_likely.html", context)


@require_POST
@needs(*LINKS)
def link(request: StaffRequest, number: str) -> HttpResponse:
    """Say that it belongs together with another one."""
    matter = seen_matter(request, number)
    policies.check_link(request.acting, matter)
    other = named_matter(cleaned(forms.OtherForm(request.POST))["of"], request.acting, "of")
    matters.link(matter, other, by=request.acting.actor, at=clock.now())
    return _done(request, number, _("Related to %(number)s.") % {"number": other.number})


@require_POST
@needs(*LINKS)
def unlink(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """They do not belong together after all."""
    matter = seen_matter(request, number)
    policies.check_link(request.acting, matter)
    tie = get_object_or_404(Link, pk=pk, removed_at=None)
    if matter.pk not in {tie.matter_id, tie.other_id}:
        raise Http404
    matters.unlink(tie, by=request.acting.actor, at=clock.now())
    return _done(request, number, _("No longer related."))


@require_POST
@needs(*JOINS)
def join(request: StaffRequest, number: str) -> HttpResponse:
    """It reports the same as another one, where its person is answered."""
    matter = seen_matter(request, number)
    policies.check_join(request.acting, matter)
    given = cleaned(forms.JoinForm(request.POST))
    into = named_matter(given["of"], request.acting, "of")
    matters.merge(matter, into, reason=given["reason"], by=request.acting.actor, at=clock.now())
    return _done(request, number, _("Joined to %(number)s. It can be taken apart again.") % {"number": into.number})


@require_POST
@needs(*JOINS)
def take_apart(request: StaffRequest, number: str) -> HttpResponse:
    """It was another event after all."""
    matter = seen_matter(request, number)
    policies.check_join(request.acting, matter)
    reason = cleaned(forms.ApartForm(request.POST))["reason"]
    matters.unmerge(matter, reason=reason, by=request.acting.actor, at=clock.now())
    return _done(request, number, _("Taken apart: it is a matter of its own again."))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*JOINS)
def split(request: StaffRequest, number: str) -> HttpResponse:
    """A part becomes a matter of its own: its story, its place, its people."""
    matter = seen_matter(request, number)
    policies.check_join(request.acting, matter)
    report = selectors.report_of(matter)
    if report is None:
        raise Http404
    form = forms.SplitForm(
        request.POST if request.method == "POST" else None,
        parties=asked.split_parties(matter, request.acting),
        initial={"narrative": report.narrative, "place": report.place, "seen": matter.changed_at.isoformat()},
    )
    if form.is_bound and form.is_valid():
        try:
            return SeeOther(reverse("workbench:matter", args=[_split(request, matter, form).number]))
        except Refusal as refusal:
            form.show(refusal)
    context = {"matter": matter, "report": report, "form": form}
    return render(request, "intake/split.html", context, status=422 if form.errors else 200)


def _split(request: StaffRequest, matter: Matter, form: forms.SplitForm) -> Matter:
    typed = form.cleaned_data
    part = Part(narrative=typed["narrative"], place=typed["place"], parties=[int(key) for key in typed["parties"]])
    new = services.split(matter, part, by=request.acting.actor, at=clock.now())
    messages.success(request, _("Split off as %(number)s.") % {"number": new.number})
    return new


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.REPLY)
def tell(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Tell the person of a joined report what came of it."""
    matter = get_visible(number, request.acting)
    joined = get_object_or_404(joined_to(matter), pk=pk)
    if request.method == "POST":
        check_seen(joined, request.POST.get("seen", ""))
    policies.check_tell(request.acting, matter)
    reply = followup.last_reply(matter)
    form = forms.TellForm(request.POST or None, initial={"text": reply.text if reply else ""})
    if form.is_bound and form.is_valid():
        _told(request, joined, matter, form.cleaned_data)
        return SeeOther(reverse("workbench:matter", args=[number]))
    seen = request.POST.get("seen", "") or joined.changed_at.isoformat()
    context = {"matter": matter, "joined": joined, "form": form, "seen": seen}
    return render(request, "intake/tell.html", context, status=422 if form.errors else 200)


def _told(request: StaffRequest, joined: Matter, matter: Matter, typed: Mapping[str, str]) -> None:
    by, at = request.acting.actor, clock.now()
    if typed["way"] == forms.NOT_TOLD:
        answers.note_not_told(joined, matter, reason=typed["text"], by=by, at=at)
        messages.success(request, _("It is noted why this person was not told."))
    else:
        answers.tell_joined(joined, matter, way=typed["way"], text=typed["text"], by=by, at=at)
        messages.success(request, _("The answer to this person is noted."))


def _done(request: StaffRequest, number: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return lead_to(reverse("workbench:matter", args=[number]), request)
