"""The audit page."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.workbench.selectors import audit as record
from firstdesk.workbench.selectors.sentences import SENTENCES, label


@require_safe
@needs(Permission.READ_AUDIT)
def audit(request: StaffRequest) -> HttpResponse:
    """Who did what, newest first: by person, verb, matter, day."""
    get = request.GET.get
    wish = {name: get(name, "").strip() for name in ("person", "verb", "number", "day")}
    try:
        day = parse_date(wish["day"]) if wish["day"] else None
        search = record.Search(person=wish["person"], verb=wish["verb"], number=wish["number"], day=day)
        page = record.audit(request.acting, search, get("before", ""))
    except ValueError as error:
        raise BadRequest(_("The day or the place in the list cannot be read.")) from error
    verbs = [(verb, label(verb)) for verb in sorted(SENTENCES)]
    return render(request, "workbench/audit.html", {"page": page, "wish": wish, "verbs": verbs})
