"""The list of matters."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from firstdesk.common import clock
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.regulations import selectors as regulations
from firstdesk.workbench.forms import WishForm
from firstdesk.workbench.selectors import matters as lists


@require_GET
@needs(Permission.READ_OWN, Permission.READ_SUBTREE)
def matters(request: StaffRequest) -> HttpResponse:
    """Everything this person may see, filtered; fifty a page."""
    at = clock.now()
    rulebook = regulations.current(at)
    topics = [(root.code, regulations.topic_name(rulebook, root.code)) for root, _c in regulations.topics(rulebook)]
    units = [(unit.pk, unit.name) for unit in lists.units_to_choose(request.acting)]
    form = WishForm(request.GET, topics=topics, units=units)
    wish = form.wish()
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    page = lists.search(request.acting, wish, at, before=before, after=after)
    if len(page.rows) == 1 and page.rows[0].matter.number == wish.text.upper():
        return redirect("workbench:matter", page.rows[0].matter.number)
    return render(request, "workbench/matters.html", {"form": form, "page": page, "at": at, "wish": wish})
