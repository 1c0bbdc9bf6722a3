"""The page on which a report is taken, as several addresses show it: its form, what is known around it, what it does."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from firstdesk.common import clock
from firstdesk.common.http import SeeOther, key_in
from firstdesk.common.refusals import Detail, Refusal
from firstdesk.directory.access import StaffRequest
from firstdesk.directory.grids import grid_at
from firstdesk.directory.models import Grid
from firstdesk.intake import forms, selectors, services
from firstdesk.intake.models import Contact
from firstdesk.intake.selectors.around import Typed, around
from firstdesk.intake.selectors.grid_map import grid_map, grids_of
from firstdesk.intake.services import Tie
from firstdesk.intake.services.contacts import RINGS
from firstdesk.intake.states import ContactState
from firstdesk.intake.views import papers
from firstdesk.matters.access import named_matter
from firstdesk.matters.models import Matter
from firstdesk.regulations import selectors as regulations
from firstdesk.triage.selectors import pages as triage
from firstdesk.triage.selectors.suggestions import suggest

GREETS = ("WS-110-04", "PM-022")  # the clauses a page follows


def form_of(request: StaffRequest, found: Contact, at: datetime) -> forms.ContactForm:
    """What was sent, or the draft as it was left."""
    data = request.POST if request.method == "POST" else None
    return forms.ContactForm(
        data, contact=found, rulebook=regulations.current(at), initial=forms.initial_of(found, clock.local(at))
    )


def register(
    request: StaffRequest, form: forms.ContactForm, at: datetime, hung_up_at: datetime | None = None
) -> Matter:
    """Register, and route where the form judges it; half a judgement is said, not guessed."""
    if hung_up_at is None:  # chosen and not yet kept: no JavaScript; those of a late report are kept already
        papers.take(request, form.contact, request.FILES.getlist("files"), at)
    registration = form.registration(form.contact.operator, hung_up_at)
    if form.left_out:
        why = _("Choose nature, topic and whose business it is; or none of them, to classify it later.")
        raise Refusal(why, details=[Detail(name, why) for name in form.left_out])
    tie = _tie(request, form.cleaned_data["tie"])
    return services.take_down(registration, judged=form.judged, tie=tie, by=request.acting.actor, at=at)


def _tie(request: StaffRequest, chosen: str) -> Tie | None:
    """What was ticked among the likely duplicates: "same:NUMBER" or "related:NUMBER"."""
    how, _colon, number = chosen.partition(":")
    if not number:
        return None
    return Tie(named_matter(number, request.acting, "tie"), how == "same")


def already(request: StaffRequest, found: Contact) -> HttpResponse | None:
    """Where a contact leads that was registered before: the page sent twice is one report."""
    if found.state != ContactState.REGISTERED:
        return None
    matter = Matter.objects.get(report__contact=found)
    mine = request.user.pk in {matter.registered_by_id, matter.first_receiver_id}
    return SeeOther(reverse("intake:receipt", args=[matter.number]) if mine else page_of(found))


def page_of(found: Contact) -> str:
    """The address of a contact's page."""
    return reverse("intake:contact", args=[found.pk])


def keep(request: StaffRequest, found: Contact, at: datetime) -> None:
    """Keep what was sent as the draft, where the contact is still open."""
    if found.state == ContactState.OPEN:
        services.save_draft(found, draft=forms.draft_of(request.POST), by=request.acting.actor, at=at)


def shown(request: StaffRequest, found: Contact, form: forms.ContactForm, at: datetime) -> dict[str, object]:
    """Everything the page needs."""
    context = {
        "contact": found,
        "form": form,
        "at": at,
        "ring": selectors.ring_clock(found) if found.channel in RINGS and found.client_key is None else None,
        "interview": selectors.interview_clock(found),
        "map": grid_map(grids_of(found.centre)),
        "papers": selectors.papers_of(found) if found.pk else [],
        "drop_form": forms.DropForm(),
        "user": request.user,
        "greeted": GREETS,
        "preview": preview(request, found, form_of(request, found, at)),  # whatever was refused of the form shown
    }
    draft = forms.draft_of(request.POST) if form.is_bound else found.draft
    return context | (known(request, found, draft, at) if found.state == ContactState.OPEN else {})


def known(request: StaffRequest, found: Contact, draft: Mapping[str, object], at: datetime) -> dict[str, object]:
    """What the typed text suggests, and what is known around it; a new number that is recognised is noted."""
    told = str(draft.get("narrative", ""))
    suggested = suggest(told, found.centre, at) if told.strip() else None
    topic = str(draft.get("topic", "")) or (suggested.topic.value if suggested and suggested.topic else "")
    typed = _typed(found, draft, topic, at)
    near = around(typed, request.acting)
    is_new = typed.phone != str(found.draft.get("phone", ""))
    if near.persons and is_new and request.method == "POST":
        services.note_recognised(found, matters=len(near.persons), by=request.acting.actor, at=at)
    return {"around": near, "suggested": suggested, "tie": str(draft.get("tie", ""))}


def _typed(found: Contact, draft: Mapping[str, object], topic: str, at: datetime) -> Typed:
    point = _point(draft)
    key = key_in(str(draft.get("grid", "")))
    chosen = Grid.objects.filter(pk=key).first() if key else None
    return Typed(
        centre=found.centre,
        at=at,
        narrative=str(draft.get("narrative", "")),
        place=str(draft.get("place", "")),
        topic=topic,
        reporter=str(draft.get("reporter", "named")),
        phone=str(draft.get("phone", "")),
        point=point,
        grid=grid_at(*point) or chosen if point else chosen,
    )


def _point(draft: Mapping[str, object]) -> tuple[float, float] | None:
    try:
        return float(str(draft["lng"])), float(str(draft["lat"]))
    except (KeyError, ValueError):
        return None


def preview(request: StaffRequest, found: Contact, form: forms.ContactForm) -> triage.Preview | None:
    """Where it would go; asked of a matter that does not exist yet."""
    if not form.is_bound or not form.is_valid() or form.judged is None:
        return None
    unborn = Matter(
        centre=found.centre,
        centre_kind=found.centre.centre_kind,
        channel=found.channel,
        grid=_place(form),
        responsible_unit=found.centre,
        rulebook_version=regulations.current(clock.now()).version,
    )
    return triage.preview(unborn, form.judged, request.acting)


def _place(form: forms.ContactForm) -> Grid | None:
    lng, lat = form.cleaned_data["lng"], form.cleaned_data["lat"]
    chosen: Grid | None = form.cleaned_data["grid"]
    return chosen if lng is None or lat is None else grid_at(lng, lat) or chosen
