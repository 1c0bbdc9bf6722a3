"""What the directory's form pages share."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from firstdesk.common.forms import Form
from firstdesk.common.refusals import Conflict, NotAllowed, Refusal


def done(form: Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Act on what a valid form says; a refusal is shown beside the fields it is about."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except (NotAllowed, Conflict):
        raise
    except Refusal as refusal:
        form.show(refusal)
        return False
    return True


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    title: str | Promise,
    verb: str | Promise,
    back: str,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The page of one form: 200 when opened, 422 when something is wrong with what was sent."""
    context = {"form": form, "title": title, "verb": verb, "back": back, **(more or {})}
    return render(request, "directory/form.html", context, status=422 if form.is_bound else 200)
