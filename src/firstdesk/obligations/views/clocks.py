"""Pages of clocks: what is due, and which rulebook version times it."""

from datetime import datetime
from itertools import islice

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, fragment_or_page, key_in
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.obligations import forms, selectors, services
from firstdesk.obligations.models import Clock
from firstdesk.regulations import selectors as regulations

PAGE = 50
AFFECTED = 500  # shown, and applied, at once
READS = (Permission.READ_OWN, Permission.READ_SUBTREE)


@require_safe
@needs(*READS)
def due(request: StaffRequest) -> HttpResponse:
    """Open clocks the person may see, the one that breaks first, or broke longest ago, on top."""
    at, acting = clock.now(), request.acting
    whose, which = request.GET.get("whose", "all"), request.GET.get("which", "all")
    found = selectors.due_list(acting, at, whose=whose, which=which)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "at": at,
        "page": page,
        "lines": selectors.lines(acting, page.object_list),
        "chips": selectors.chips(acting, at, whose, which),
        "may_adopt": acting.may(Permission.MANAGE_RULES),
    }
    return fragment_or_page(request, "obligations/due.html", "obligations/_due.html", context)


@require_safe
@needs(Permission.MANAGE_RULES)
def versions(request: StaffRequest) -> HttpResponse:
    """Which versions running clocks are timed by, and what the one in force would change."""
    return render(request, "obligations/versions.html", _versions(request, request.GET.get("old", ""), clock.now()))


@require_POST
@needs(Permission.MANAGE_RULES)
def adopt(request: StaffRequest) -> HttpResponse:
    """Time the chosen clocks by the version in force."""
    at, acting = clock.now(), request.acting
    data = cleaned(forms.AdoptForm(request.POST))
    chosen = [pk for sent in request.POST.getlist("clock") if (pk := key_in(sent)) is not None]
    mine = Clock.objects.visible_to(acting).filter(pk__in=chosen, rulebook_version=data["old"])
    ids = list(mine.values_list("pk", flat=True))
    version = regulations.current(at).version
    changed = services.adopt_version(clock_ids=ids, version=version, by=acting.actor, at=at, reason=data["reason"])
    said = ngettext("%(n)d clock is timed anew.", "%(n)d clocks are timed anew.", len(changed)) % {"n": len(changed)}
    messages.success(request, said)
    if request.htmx:
        return render(request, "obligations/_versions.html", _versions(request, data["old"], at))
    return SeeOther(reverse("obligations:versions"))


def _versions(request: StaffRequest, old: str, at: datetime) -> dict[str, object]:
    visible = Clock.objects.visible_to(request.acting)
    running = selectors.running_versions(visible, at)
    known = old if any(each.version == old for each in running) else ""
    affected = selectors.affected_by(known, regulations.current(at).version, visible) if known else iter(())
    shown = list(islice(affected, AFFECTED))
    total = len(shown) + sum(1 for _each in affected)
    return {"versions": running, "old": known, "affected": shown, "total": total}
