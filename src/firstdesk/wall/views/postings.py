"""What is posted: the board everybody reads, and the list of those who keep it."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.files import services as files
from firstdesk.files import serving
from firstdesk.regulations import selectors as regulations
from firstdesk.wall import policies
from firstdesk.wall.forms import BoardForm, LookForm, TakeDownForm
from firstdesk.wall.models import Posting
from firstdesk.wall.selectors import boards as found
from firstdesk.wall.selectors import keeping
from firstdesk.wall.services import posting as services
from firstdesk.wall.views import putting_up
from firstdesk.wall.views.around import acting_of, named

P = Permission


@login_not_required
@require_safe
def board(request: HttpRequest, centre: str) -> HttpResponse:
    """Everything the organisations of a centre must make known, and how it stands with it."""
    at, unit = clock.now(), named(centre)
    shelves = found.shelves(regulations.current(at), keeping.units_of(unit), clock.local(at).date())
    return render(request, "wall/board.html", {"centre": unit, "shelves": shelves, "at": at})


@require_safe
@needs(P.POST)
def listing(request: StaffRequest) -> HttpResponse:
    """What one's own organisations owe, the missing first."""
    at = clock.now()
    book = regulations.current(at)
    units = keeping.kept_by(request.acting)
    shelves = found.shelves(book, units, clock.local(at).date())
    context = {"shelves": shelves, "at": at, "choices": keeping.choices(book, units), "own": request.acting.unit}
    return render(request, "wall/postings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.POST)
def new(request: StaffRequest) -> HttpResponse:
    """The form of a new posting: asked for, and sent."""
    at = clock.now()
    form = putting_up.form_of(request, at)
    if request.method == "POST" and form.is_valid():
        try:
            made = putting_up.put_up(request, form, at)
            messages.success(request, _("It is entered as made known."))
            return SeeOther(reverse("wall:posting", args=[made.pk]))
        except Refusal as refusal:
            form.show(refusal)
    return render(request, "wall/post.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@needs()
def posting(request: StaffRequest, pk: int) -> HttpResponse:
    """One posting with its looks."""
    row = get_object_or_404(Posting.objects.select_related("unit", "file", "photo", "posted_by", "removed_by"), pk=pk)
    at = clock.now()
    context = keeping.detail(regulations.current(at), row, clock.local(at).date())
    may = keeping.may_keep(request.acting, row.unit)
    return render(
        request, "wall/posting.html", context | {"may": may, "look": LookForm(), "down": TakeDownForm(), "at": at}
    )


@require_POST
@needs(P.POST)
def check(request: StaffRequest, pk: int) -> HttpResponse:
    """Looked at again."""
    at, row = clock.now(), _kept(request, pk)
    values = cleaned(LookForm(request.POST, request.FILES))
    photo = files.store_one(values["photo"], by=request.acting.actor, at=at)
    services.look(
        row, is_as_posted=values["as_posted"], note=values["note"], photo=photo, by=request.acting.actor, at=at
    )
    messages.success(request, _("That it was looked at is entered."))
    return SeeOther(reverse("wall:posting", args=[pk]))


@require_POST
@needs(P.POST)
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Made known no longer."""
    row = _kept(request, pk)
    services.take_down(
        row, reason=cleaned(TakeDownForm(request.POST))["reason"], by=request.acting.actor, at=clock.now()
    )
    messages.success(request, _("It is taken down."))
    return SeeOther(reverse("wall:postings"))


@require_POST
@needs(P.POST)
def boards(request: StaffRequest) -> HttpResponse:
    """The organisation says what it is, or is no longer."""
    at: datetime = clock.now()
    values = cleaned(BoardForm(request.POST))
    unit = get_object_or_404(Unit, pk=values["unit"])
    policies.check_post(request.acting, unit)
    verb = services.answer_no_more if values["leaves"] else services.answer_for
    verb(unit, actor=values["actor"], by=request.acting.actor, at=at)
    return SeeOther(reverse("wall:postings"))


@login_not_required
@require_safe
def file(request: HttpRequest, pk: int, part: str) -> HttpResponseBase:
    """The document made known, for everybody while it hangs; the photo of the place for staff."""
    row = get_object_or_404(Posting.objects.select_related("file", "photo"), pk=pk)
    acting = acting_of(request)
    is_open = part == "file" and row.removed_at is None
    kept = {"file": row.file, "photo": row.photo}.get(part)
    if kept is None or not (is_open or acting is not None):
        raise Http404
    return serving.respond(kept)


def _kept(request: StaffRequest, pk: int) -> Posting:
    row = get_object_or_404(Posting.objects.select_related("unit"), pk=pk)
    policies.check_post(request.acting, row.unit)
    return row
