"""Importing the grid cells."""

import json
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import at_field
from firstdesk.directory import services
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.forms import GridForm
from firstdesk.directory.models import Grid
from firstdesk.directory.overview import units_under
from firstdesk.directory.roles import Permission
from firstdesk.directory.views.shared import done

LARGEST = 30 * 1024 * 1024  # bytes
PAIRS_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_DIRECTORY)
def grids(request: StaffRequest) -> HttpResponse:
    """The cells there are, and a file of new ones: all of them, or none."""
    form = GridForm(request.POST or None, request.FILES or None)
    form.fields["unit"].queryset = units_under(request.acting.unit)  # type: ignore[attr-defined]
    if done(form, lambda values: _import(request, form.cleaned_data["file"], form.cleaned_data["unit"])):
        return SeeOther(request.path)
    cells = Grid.objects.select_related("unit").order_by("code")
    context = {"form": form, "cells": cells[:200], "count": cells.count()}
    return render(request, "directory/grids.html", context, status=422 if form.is_bound else 200)


def _import(request: StaffRequest, file: "UploadedFile[Any]", owner: object) -> None:
    result = services.import_grids(
        geojson=_read(file),
        owner=owner,  # type: ignore[arg-type]
        by=request.acting.actor,
        at=clock.now(),
    )
    numbers = {"created": result.created, "updated": result.updated}
    messages.success(request, _("%(created)d cells are new, %(updated)d were replaced.") % numbers)
    if result.overlaps:
        pairs = ", ".join(f"{one} × {other}" for one, other in result.overlaps[:PAIRS_SHOWN])
        text = _("%(count)d pairs overlap; a point in both belongs to the first: %(pairs)s")
        messages.warning(request, text % {"count": len(result.overlaps), "pairs": pairs})


def _read(file: "UploadedFile[Any]") -> dict[str, object]:
    if (file.size or 0) > LARGEST:
        raise at_field("file", _("The file is larger than 30 MB. Import it in parts."), whole=_NOTHING)
    try:
        found = json.loads(file.read().decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise at_field("file", _("This is no JSON file in UTF-8."), whole=_NOTHING) from error
    return found if isinstance(found, dict) else {}


_NOTHING = gettext_lazy("Nothing was imported.")
