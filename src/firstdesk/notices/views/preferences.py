"""How one wants to be told, and the quiet hours of the posts of one's unit."""

from dataclasses import asdict
from datetime import time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Post
from firstdesk.directory.roles import Permission
from firstdesk.notices import forms, services
from firstdesk.notices.models import Preference, QuietPost
from firstdesk.notices.services import Choice
from firstdesk.notices.ways import open_ways


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def preferences(request: StaffRequest) -> HttpResponse:
    """My ways, levels, quiet hours and digest."""
    if request.method != "POST":
        return _shown(request, forms.PreferenceForm(_chosen(request)))
    form = forms.PreferenceForm(request.POST)
    if form.is_valid():
        try:
            services.choose(request.user, Choice(**form.cleaned_data), by=request.acting.actor, at=clock.now())
        except Refusal as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("Saved. From now on you are told so."))
            return SeeOther(reverse("notices:preferences"))
    return _shown(request, form, status=422)


@require_POST
@needs(Permission.MANAGE_ROSTER)
def post_hours(request: StaffRequest, pk: int) -> HttpResponse:
    """Quiet hours of a post of my unit."""
    post = get_object_or_404(Post.objects.filter(unit=request.acting.unit), pk=pk)
    hours = services.PostHours(**cleaned(forms.PostHoursForm(request.POST)))
    services.set_post_hours(post, hours, by=request.acting.actor, at=clock.now())
    messages.success(request, _("Saved for “%(post)s”.") % {"post": post.name})
    return SeeOther(reverse("notices:preferences") + "#posts")


def _chosen(request: StaffRequest) -> dict[str, object]:
    """What the form begins with; shown as bound data would be, so that both look alike."""
    found = Preference.objects.filter(user=request.user).first() or Preference(user=request.user)
    return {
        name: f"{value:%H:%M}" if isinstance(value := getattr(found, name), time) else value
        for name in asdict(Choice())
    }


def _shown(request: StaffRequest, form: forms.PreferenceForm, status: int = 200) -> HttpResponse:
    posts = []
    if request.acting.may(Permission.MANAGE_ROSTER):
        kept = QuietPost.objects.in_bulk(Post.objects.filter(unit=request.acting.unit).values_list("pk", flat=True))
        own = Post.objects.filter(unit=request.acting.unit).order_by("pk")
        posts = [(post, kept.get(post.pk)) for post in own]
    context = {"form": form, "posts": posts, "ways": open_ways()}
    return render(request, "notices/preferences.html", context, status=status)
