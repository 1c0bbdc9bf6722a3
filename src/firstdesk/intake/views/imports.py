"""Import pages: hand in a file, see what a dry run says, start it, watch it, fetch the faults."""

import csv
import tempfile
from pathlib import Path

from django.core.files import File
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.intake import forms, selectors
from firstdesk.intake.models import ImportRun
from firstdesk.intake.services.imports.mappings import raw_mapping
from firstdesk.intake.services.imports.running import (
    Checked,
    NewImport,
    check_file,
    prepare_import,
    start_import,
)
from firstdesk.intake.states import ImportState
from firstdesk.regulations import selectors as regulations

SHOWN = 20
LARGEST = 64 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT)
def imports(request: StaffRequest) -> HttpResponse:
    """Imports so far, and the form for another."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.ImportForm(data, files, rulebook=regulations.current(clock.now()))
    if form.is_bound and form.is_valid():
        try:
            run = _prepare(request, form.cleaned_data["file"], form.cleaned_data["mapping"])
            return SeeOther(reverse("intake:import", args=[run.pk]))
        except Refusal as refusal:
            form.show(refusal)
    context = {"form": form, "runs": selectors.imports_of(request.acting)[:50]}
    return render(request, "intake/imports.html", context, status=422 if form.errors else 200)


def _prepare(request: StaffRequest, file: "File[bytes]", mapping: str) -> ImportRun:
    """Keep the upload where the run finds it."""
    name = Path(file.name or "file").name
    if (file.size or 0) > LARGEST:
        raise Refusal(_("The file is larger than %(limit)s MB; use the command line.") % {"limit": LARGEST >> 20})
    with tempfile.TemporaryDirectory(prefix="firstdesk-import-") as folder:
        path = Path(folder) / f"upload{Path(name).suffix.lower()}"
        with path.open("wb") as target:
            target.writelines(file.chunks())
        new = NewImport(request.acting.unit, path, name, raw_mapping(mapping))
        return prepare_import(new, by=request.acting.actor, at=clock.now())


@require_GET
@needs(Permission.IMPORT)
def run(request: StaffRequest, pk: int) -> HttpResponse:
    """One import: what the dry run says while it waits, how far it is while it runs, its faults once done."""
    found = selectors.get_import(pk, request.acting)
    context = {"run": found, "faults": found.faults.order_by("row_number")[:SHOWN], "checked": _checked(found)}
    template = "intake/_progress.html" if request.htmx else "intake/import.html"
    return render(request, template, context)


def _checked(found: ImportRun) -> Checked | None:
    if found.state != ImportState.CHECKED:
        return None
    new = NewImport(found.centre, Path(found.path), found.file_name, found.mapping)
    return check_file(new, at=clock.now())


@require_POST
@needs(Permission.IMPORT)
def start(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand it to the background; also what stopped or was killed."""
    found = selectors.get_import(pk, request.acting)
    start_import(found, by=request.acting.actor, at=clock.now())
    return SeeOther(reverse("intake:import", args=[found.pk]))


@require_GET
@needs(Permission.IMPORT)
def faults(request: StaffRequest, pk: int) -> HttpResponse:
    """Row, column, message; nothing of what the row says."""
    found = selectors.get_import(pk, request.acting)
    response = HttpResponse(
        "\ufeff", content_type="text/csv; charset=utf-8"
    )  # the mark tells a spreadsheet the encoding
    writer = csv.writer(response)
    writer.writerow((_("Row"), _("Column"), _("What to put right")))
    rows = found.faults.order_by("row_number").values_list("row_number", "column", "message")
    writer.writerows(_safe(row) for row in rows)
    response.headers["Content-Disposition"] = f'attachment; filename="faults-{found.pk}.csv"'
    return response


def _safe(row: tuple[object, ...]) -> list[str]:
    """A column of the file may be called “=cmd…”: a spreadsheet must not take it for a formula."""
    return [f"'{text}" if (text := str(cell))[:1] in {"=", "+", "-", "@"} else text for cell in row]
