"""The list of matters, and what it is used for: filters kept, the list taken out."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstdesk.common import clock, tables
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.workbench import forms, services
from firstdesk.workbench.selectors import export as exports
from firstdesk.workbench.selectors import filters
from firstdesk.workbench.selectors import matters as lists
from firstdesk.workbench.selectors.search import looks_personal, too_short

READS = (Permission.READ_OWN, Permission.READ_SUBTREE)
FILES = {
    "csv": ("text/csv; charset=utf-8", tables.csv_stream),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", tables.xlsx_stream),
}


@require_GET
@needs(*READS)
def matters(request: StaffRequest) -> HttpResponse:
    """Everything this person may see, filtered; thirty a page."""
    at, acting = clock.now(), request.acting
    form = forms.WishForm(request.GET, choices=filters.choices(at))
    wish = form.wish()
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    page = lists.search(acting, wish, at, before=before, after=after)
    if len(page.rows) == 1 and page.rows[0].matter.number == wish.text.upper():
        return redirect("workbench:matter", page.rows[0].matter.number)
    return render(request, "workbench/matters.html", _shown(request, form, wish) | {"page": page, "at": at})


def _shown(request: StaffRequest, form: forms.WishForm, wish: lists.Wish) -> dict[str, object]:
    query = services.kept_query(request.GET.urlencode())
    return {
        "form": form,
        "wish": wish,
        "query": query,
        "kept": filters.kept_for(request.acting),
        "save_form": forms.SaveFilterForm(),
        "verbs": services.verbs_for(request.acting),
        "may_reveal": request.acting.may(Permission.REVEAL),
        "is_too_short": too_short(wish.text),
        "is_personal": looks_personal(wish.text),
    }


@require_POST
@needs(*READS)
def save_filter(request: StaffRequest) -> HttpResponse:
    """Keep the filter under a name."""
    given = cleaned(forms.SaveFilterForm(request.POST))
    unit = request.acting.unit if given["is_shared"] else None
    query = request.POST.get("query", "")
    saved = services.save_filter(name=given["name"], query=query, unit=unit, by=request.acting, at=clock.now())
    messages.success(request, _("Kept as “%(name)s”.") % {"name": saved.name})
    return SeeOther(f"{reverse('workbench:matters')}?{saved.query}")


@require_POST
@needs(*READS)
def remove_filter(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a filter of one's own away."""
    services.remove_filter(filters.get_filter(pk, request.acting), by=request.acting, at=clock.now())
    messages.success(request, _("The filter is no longer kept."))
    return SeeOther(reverse("workbench:matters"))


@require_POST
@needs(*READS)
def export(request: StaffRequest) -> HttpResponseBase:
    """The whole list as a file: recorded first, then sent row by row."""
    kind, at = request.POST.get("format", ""), clock.now()
    if kind not in FILES:
        raise Refusal(_("Choose CSV or XLSX."))
    query = QueryDict(request.POST.get("query", ""))
    wish = forms.WishForm(query, choices=filters.choices(at)).wish()
    leaving = services.prepare(wish, query.dict(), kind=kind, by=request.acting, at=at)
    content_type, stream = FILES[kind]
    rows = exports.rows(leaving.keys, leaving.acting, leaving.at)
    name = f"matters-{clock.local(at):%Y%m%d-%H%M}.{kind}"
    response = StreamingHttpResponse(stream(rows), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
