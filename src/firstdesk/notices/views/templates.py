"""The centre's wordings: the list, one of them with a preview on a real matter, a new one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.notices import forms, ports, services, wording
from firstdesk.notices.selectors import templates
from firstdesk.notices.services.templates import check
from firstdesk.notices.states import Wording

KEEP = Permission.KEEP_TEMPLATES


@require_safe
@needs(KEEP)
def index(request: StaffRequest) -> HttpResponse:
    """Every wording that may be used, the product's and the own."""
    return render(request, "notices/templates.html", {"wordings": templates.wordings(_unit(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(KEEP)
def add(request: StaffRequest) -> HttpResponse:
    """A wording of the centre's own."""
    form = forms.NewTemplateForm(request.POST if request.method == "POST" else {"kind": "reply", "seen": "0"})
    if request.method != "POST":
        form = forms.NewTemplateForm(initial={"kind": "reply", "seen": 0})
    return _edited(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(KEEP)
def edit(request: StaffRequest, code: str) -> HttpResponse:
    """Change a wording, look at it with a real matter, save it as the next version."""
    kept = templates.wording(_unit(request), code)
    if kept is None:
        raise Http404
    words = kept.words
    begin = {"title": words.title, "kind": words.kind, "text_zh": words.text_zh, "text_en": words.text_en}
    form = forms.TemplateForm(request.POST if request.method == "POST" else begin | {"seen": kept.seen})
    return _edited(request, form, kept)


def _edited(request: StaffRequest, form: forms.TemplateForm, kept: templates.Kept | None) -> HttpResponse:
    action = request.POST.get("action", "") if request.method == "POST" else ""
    if action and action != "preview" and (kept is not None and action == "retire"):
        services.retire_template(
            _unit(request), kept.words.code, seen=_seen(request), by=request.acting.actor, at=clock.now()
        )
        messages.success(request, _("Retired. The product's wording counts again."))
        return SeeOther(reverse("notices:templates"))
    status = 200
    if action:
        if form.is_valid() and _try(request, form, kept, save=action == "save") and action == "save":
            return SeeOther(reverse("notices:templates"))
        status = 422 if form.errors else 200
    return _shown(request, form, kept, status)


def _try(request: StaffRequest, form: forms.TemplateForm, kept: templates.Kept | None, *, save: bool) -> bool:
    """Check the words, and save them where asked; what is wrong stands beside its field, what was typed stays."""
    code = kept.words.code if kept else str(form.cleaned_data["code"])
    new = services.NewWords(**(form.cleaned_data | {"code": code}))
    try:
        if not save:
            check(new)
            return True
        services.save_template(_unit(request), new, by=request.acting.actor, at=clock.now())
    except Refusal as refusal:
        if refusal.status == 409:
            raise
        form.show(refusal)
        return False
    messages.success(request, _("Saved. Whoever writes an answer now gets these words."))
    return True


def _shown(request: StaffRequest, form: forms.TemplateForm, kept: templates.Kept | None, status: int) -> HttpResponse:
    sample = ports.sample(
        request.POST.get("matter", request.GET.get("matter", "")).strip(), request.acting, clock.now()
    )
    zh, en = (str(form["text_zh"].value() or ""), str(form["text_en"].value() or ""))
    kind = str(form["kind"].value() or Wording.REPLY)
    example = wording.EXAMPLE if kind == Wording.MEDIATION else {}
    context = {
        "form": form,
        "kept": kept,
        "sample": sample,
        "preview_zh": wording.fill(zh, {**sample.values, **example}) if sample else "",
        "preview_en": wording.fill(en, {**sample.values_en, **example}) if sample and en else "",
        "places": wording.places(kind),
        "versions": templates.versions(_unit(request), kept.words.code) if kept else [],
    }
    return render(request, "notices/template.html", context, status=status)


def _seen(request: StaffRequest) -> int:
    asked = request.POST.get("seen", "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else -1


def _unit(request: StaffRequest) -> Unit:
    """Wordings are kept by the centre a person acts for; a unit that belongs to none keeps its own."""
    return request.acting.centre or request.acting.unit
