"""Storing files, and removing those nothing points to.

Storing alone writes no ledger entry: the verb that attaches the file does."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef
from django.utils.translation import gettext_lazy as _

from firstdesk.common.bulk import insert_rows, update_rows
from firstdesk.common.refusals import Refusal
from firstdesk.files import issuing, limits, shelf, workshop
from firstdesk.files.certificates import Certificate
from firstdesk.files.issuing import Copy
from firstdesk.files.kinds import HEAD, PICTURES, SOUNDS, Kind, kind_of
from firstdesk.files.models import File, Issued, SealCertificate
from firstdesk.ledger.actors import Actor

logger = logging.getLogger("firstdesk.files")
ORPHANS_KEPT = timedelta(hours=24)  # as long as a form may lie open between its upload and its end


def store(upload: "UploadedFile[bytes]", *, by: Actor, at: datetime) -> File:
    """Store an upload: recognised by content, re-encoded, named by hash. Raises Refusal with what to do."""
    name = limits.clean_name(upload.name or "")
    limits.check_size(upload, name)
    kind = limits.check_kind(upload, name)
    try:
        with shelf.scratch() as folder:
            source = shelf.write(folder / "source", upload.chunks())
            made = _worked(folder, kind, name)
            file = File(
                sha256=shelf.hash_of(folder / "kept"),
                source_sha256=source,
                kind=kind,
                size=(folder / "kept").stat().st_size,
                width=made.get("width", 0),
                height=made.get("height", 0),
                name=limits.clean_name(upload.name or "", kind),
                uploaded_at=at,
                uploaded_by_id=by.person_id,
            )
            _shelve(file, folder)
    except OSError as error:
        raise _full(error) from error
    return file


def _full(error: OSError) -> Refusal:
    logger.error("a file could not be kept: %s", error)
    return Refusal(_("Files cannot be kept just now; the text is not affected. Tell the administrator."))


def keep(made: bytes, *, name: str, by: Actor, at: datetime) -> File:
    """Store a document made here, such as a sealed PDF, unchanged. Raises Refusal."""
    kind = kind_of(made[:HEAD])
    if kind is None:
        raise ValueError("only the kinds of kinds.py are kept")
    try:
        with shelf.scratch() as folder:
            source = shelf.write(folder / "kept", [made])
            file = File(
                sha256=source, source_sha256=source, kind=kind, size=len(made), name=limits.clean_name(name, kind),
                uploaded_at=at, uploaded_by_id=by.person_id,
            )  # fmt: skip
            _shelve(file, folder)
    except OSError as error:
        raise _full(error) from error
    return file


def pages_of(file: File) -> int:
    """The number of pages of a stored paper; a picture counts as one. Raises Refusal where it cannot be read."""
    if file.kind != Kind.PDF:
        return 1
    try:
        return int(workshop.call("checks", {"count": str(shelf.path_of(file.sha256))})["pages"])
    except workshop.Broken as broken:
        raise limits.refused("broken", file.name) from broken


@transaction.atomic
def issue(copies: Sequence[Copy], *, by: Actor, at: datetime) -> list[Issued]:
    """Register issued copies. The calling verb writes the ledger entry."""
    return insert_rows([issuing.row(copy, by_id=by.person_id, at=at) for copy in copies])


@transaction.atomic
def withdraw(codes: Collection[str], *, by: Actor, at: datetime, successor: Issued | None = None) -> int:
    """End these copies: withdrawn, or replaced by `successor`. Returns how many were in force."""
    rows = Issued.objects.select_for_update(no_key=True).filter(code__in=codes, ended_at=None).order_by("pk")
    changed = issuing.ended(rows, by_id=by.person_id, at=at, successor=successor)
    return update_rows(changed, ["ended_at", "ended_by", "successor"])


def store_one(upload: "UploadedFile[bytes] | None", *, by: Actor, at: datetime) -> File | None:
    """Keep the file of a field that may be left empty; None where it was. Raises Refusal as `store`."""
    return store(upload, by=by, at=at) if upload else None


def store_all(uploads: "Sequence[UploadedFile[bytes]]", *, by: Actor, at: datetime) -> list[File]:
    """Store several in order; if one is refused, all are (those already stored are swept away)."""
    limits.check_count(len(uploads))
    for upload in uploads:  # the cheap checks of all before the work on any
        name = limits.clean_name(upload.name or "")
        limits.check_size(upload, name)
        limits.check_kind(upload, name)
    return [store(upload, by=by, at=at) for upload in uploads]


def _worked(folder: Path, kind: Kind, name: str) -> dict[str, int]:
    job = "pictures" if kind in PICTURES else "sounds" if kind in SOUNDS else "papers"
    order = {each: str(folder / each) for each in ("source", "small")} | {"target": str(folder / "kept"), "kind": kind}
    try:
        return workshop.call(job, order)
    except workshop.Broken as broken:
        if len(broken.args) > 1:
            logger.info("a file was refused: %s", broken.args)
        raise limits.refused(str(broken.args[0]), name) from broken


@transaction.atomic
def _shelve(file: File, folder: Path) -> None:
    """Bytes first, then the row; the sweep waits while bytes of this hash are put or taken."""
    _hold(file.sha256)
    if (folder / "small").exists():
        shelf.put(folder / "small", file.sha256, small=True)
    shelf.put(folder / "kept", file.sha256)
    file.save()


def _hold(sha256: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


def sweep(*, at: datetime) -> int:
    """Remove what nothing points to a day after it came: rows, then bytes without a row. Returns how many bytes' worth
    of files left the shelf."""
    until = at - ORPHANS_KEPT
    _orphans(until)
    for folder, made in shelf.left_behind():
        if made < until.timestamp():
            shelf.clear(folder)
    return sum(_take_off(sha256) for sha256, put in shelf.kept() if put < until.timestamp())


@transaction.atomic
def _orphans(until: datetime) -> None:
    """Whatever model holds a file points to it by a foreign key, so the relations themselves say what is in use."""
    found = File.objects.filter(uploaded_at__lt=until)
    for relation in File._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            users = relation.related_model._base_manager
            found = found.exclude(Exists(users.filter(**{relation.field.name: OuterRef("pk")})))
    found.delete()


@transaction.atomic
def _take_off(sha256: str) -> int:
    """Bytes to which no row points any more; 0 where one does."""
    _hold(sha256)
    if File.objects.filter(sha256=sha256).exists():
        return 0
    size = shelf.path_of(sha256).stat().st_size
    shelf.remove(sha256)
    return size


@transaction.atomic
def put_certificate(made: Certificate, *, by: Actor, at: datetime) -> SealCertificate:
    """Put a unit's certificate into use; the key of the previous one is deleted. The caller records it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [made.unit_id])
    before = SealCertificate.objects.filter(unit_id=made.unit_id, ended_at=None)
    before.update(key="", ended_at=at, ended_by_id=by.person_id)
    return SealCertificate.objects.create(
        unit_id=made.unit_id, fingerprint=made.fingerprint, chain=made.chain, key=made.key, is_test=made.is_test,
        ends_at=made.ends_at, taken_at=at, taken_by_id=by.person_id,
    )  # fmt: skip


@transaction.atomic
def ending_soon(*, at: datetime, within: timedelta) -> list[SealCertificate]:
    """Certificates in use that expire within this time and were not warned of; marks them as warned."""
    rows = SealCertificate.objects.select_for_update(no_key=True).defer("key")
    found = list(rows.filter(ended_at=None, warned_at=None, ends_at__lt=at + within).order_by("pk"))
    SealCertificate.objects.filter(pk__in=[row.pk for row in found]).update(warned_at=at)
    return found
