"""An import as a run: checked first, then done batch by batch. Killed at any moment, it goes on where it stood."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from firstdesk.common import jobs
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import Unit
from firstdesk.directory.selectors import acting_for
from firstdesk.intake import policies
from firstdesk.intake.models import ImportFault, ImportRun, Report
from firstdesk.intake.services.imports.mappings import compile_map
from firstdesk.intake.services.imports.rows import Fault, Job, Parsed
from firstdesk.intake.services.imports.tables import open_table, sha256_of
from firstdesk.intake.services.registering import register_many
from firstdesk.intake.states import ImportState
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.regulations import selectors as regulations
from firstdesk.triage import services as triage

BATCH = 200
SHOWN = 20  # problems shown by a dry run
TASK = "intake.run_import"


@dataclass(frozen=True)
class NewImport:
    """A file to be imported for a centre, by a mapping."""

    centre: Unit
    path: Path
    file_name: str
    mapping: dict[str, Any]


@dataclass
class Checked:
    """What a dry run found."""

    total: int = 0
    good: int = 0
    faults: list[Fault] = field(default_factory=list)  # the first ones
    known: int = 0  # rows imported before, by another file

    @property
    def bad(self) -> int:
        return self.total - self.good


def job_for(new: NewImport, sha256: str, at: datetime) -> Job:
    """The file and the mapping brought together. Raises Refusal where they do not fit."""
    columns = compile_map(new.mapping, regulations.current(at))
    job = Job(open_table(new.path), columns, new.centre, sha256, at)
    job.check_headings()
    return job


def check_file(new: NewImport, *, at: datetime) -> Checked:
    """A dry run: reads every row, writes nothing."""
    job = job_for(new, sha256_of(new.path), at)
    checked = Checked()
    for batch in _batches(job.read(), BATCH):
        known = _known(batch, job)
        for each in batch:
            checked.total += 1
            fault = _fault_of(each, known)
            checked.known += isinstance(each, Parsed) and fault is not None
            checked.good += fault is None
            if fault and len(checked.faults) < SHOWN:
                checked.faults.append(fault)
    return checked


@transaction.atomic
def prepare_import(new: NewImport, *, by: Actor, at: datetime) -> ImportRun:
    """Keep the file and make its run, or find the run there is: the same file under the same mapping is the same run."""
    policies.check_centre(new.centre.pk, by)
    sha256 = sha256_of(new.path)
    name = str(new.mapping["name"])
    found = ImportRun.objects.filter(centre=new.centre, sha256=sha256, mapping_name=name).first()
    if found is not None:
        if found.state != ImportState.DONE:
            _keep(new.path, Path(found.path))
        return found
    job = job_for(new, sha256, at)
    run = ImportRun.objects.create(
        centre=new.centre, file_name=new.file_name[:200], sha256=sha256, mapping_name=name, mapping=new.mapping,
        total=sum(1 for _row in job.table.rows()), created_at=at, created_by_id=by.by_id,
    )  # fmt: skip
    run.path = str(Path(settings.DATA_DIR) / "imports" / f"{run.pk}{new.path.suffix.lower()}")
    run.save(update_fields=["path"])
    _keep(new.path, Path(run.path))
    draft = ledger.draft_for(run, "import.checked", chain=run.ledger_chain, by=by, at=at)
    ledger.append(draft)
    return run


def _keep(source: Path, target: Path) -> None:
    """A copy only the product reads; it goes when the run is done."""
    if source.resolve() == target.resolve():
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(source, target)
    target.chmod(0o600)


@transaction.atomic
def start_import(run: ImportRun, *, by: Actor, at: datetime) -> ImportRun:
    """Hand the run to the background worker; also for a run that stopped or was killed."""
    begin(run, by=by, at=at)
    jobs.defer(TASK, run_id=run.pk)
    return run


@transaction.atomic
def begin(run: ImportRun, *, by: Actor, at: datetime) -> None:
    """Move a run to running; one that runs already (or was killed while it ran) stays so."""
    policies.check_centre(run.centre_id, by)
    if run.state == ImportState.DONE:
        raise NotAllowed(_("This file has been imported already, under the same mapping."))
    if run.state != ImportState.RUNNING:
        ledger.move(run, ledger.Move(ImportState.RUNNING, "import.started", changes={"message": ""}), by=by, at=at)


def run_import(run_id: int, *, at: datetime, tell: Callable[[ImportRun], None] | None = None) -> ImportRun:
    """Do what is left of a run, batch by batch, each in its own transaction together with its position.

    `at` is when the matters count as registered. `tell` is called after every batch.
    """
    run = ImportRun.objects.select_related("centre", "created_by").get(pk=run_id)
    by = actor_of(run, at)
    try:
        job = job_for(NewImport(run.centre, Path(run.path), run.file_name, run.mapping), run.sha256, at)
        for batch in _batches(job.read(), BATCH):
            _do_batch(run, batch, job, by)
            if tell:
                tell(run)
    except Refusal as refusal:
        _fail(run, str(refusal.message), at)
        return run
    except Exception as error:
        _fail(run, type(error).__name__, at)
        raise
    _finish(run, at)
    return run


def actor_of(run: ImportRun, at: datetime) -> Actor:
    """Whoever started it, from the post they hold now; the system where they hold none any more."""
    acting = acting_for(run.created_by, at)
    return acting.actor if acting else Actor.system("import")


def _batches(items: Iterator[Parsed | Fault], size: int) -> Iterator[list[Parsed | Fault]]:
    while batch := list(islice(items, size)):
        yield batch


@transaction.atomic
def _do_batch(run: ImportRun, batch: Sequence[Parsed | Fault], job: Job, by: Actor) -> None:
    """Import the rows of a batch that are still to do. The run's row is locked: two workers never do the same rows."""
    run.refresh_from_db(from_queryset=ImportRun.objects.select_for_update(no_key=True))
    last = _row_of(batch[-1])
    todo = [each for each in batch if _row_of(each) > run.position]
    if not todo:
        return
    known = _known(todo, job)
    faults = [fault for each in todo if (fault := _fault_of(each, known))]
    bad = {fault.row for fault in faults}
    good = [each for each in todo if isinstance(each, Parsed) and each.row not in bad]
    refused = _import(good, by, job.at)
    faults += refused
    ImportFault.objects.bulk_create(
        [ImportFault(run=run, row_number=f.row, column=f.column[:80], message=f.message) for f in faults]
    )
    run.position = last
    run.imported += len(good) - len(refused)
    run.failed += len(faults)
    run.save(update_fields=["position", "imported", "failed"])


def _row_of(each: Parsed | Fault) -> int:
    return each.row


def _known(batch: Sequence[Parsed | Fault], job: Job) -> dict[str, str]:
    """Numbers of the source that have been imported for this centre before, and the matter each became."""
    ids = [each.registration.source_id for each in batch if isinstance(each, Parsed)]
    rows = Report.objects.filter(source_centre=job.centre, source=job.map.source, source_id__in=ids)
    return dict(rows.annotate(number=F("matter__number")).values_list("source_id", "number"))


def _fault_of(each: Parsed | Fault, known: dict[str, str]) -> Fault | None:
    if isinstance(each, Fault):
        return each
    number = known.get(each.registration.source_id)
    if number is None:
        return None
    return Fault(each.row, "", _("Imported before, as %(number)s.") % {"number": number})


def _import(rows: Sequence[Parsed], by: Actor, at: datetime) -> list[Fault]:
    """Import rows together; where one is refused, halve until it stands alone, and report it.

    Only what the row itself brings about is a fault of the row; a database that is away or busy stops the run.
    """
    if not rows:
        return []
    try:
        with transaction.atomic():
            _register(rows, by, at)
    except (Refusal, DataError, IntegrityError) as error:
        if len(rows) == 1:
            return [Fault(rows[0].row, "", _said(error))]
        half = len(rows) // 2
        return [*_import(rows[:half], by, at), *_import(rows[half:], by, at)]
    return []


def _said(error: Refusal | DataError | IntegrityError) -> str:
    """What to put right; a database's own words may quote the row, so only their kind is told."""
    if isinstance(error, Refusal):
        return " ".join(str(detail.message) for detail in error.details) or str(error.message)
    return _("The database refuses this row (%(kind)s).") % {"kind": type(error).__name__}


def _register(rows: Sequence[Parsed], by: Actor, at: datetime) -> None:
    matters = register_many([each.registration for each in rows], by=by, at=at)
    labelled = [
        triage.Case(matter, each.judged) for matter, each in zip(matters, rows, strict=True) if each.judged is not None
    ]
    _classify(labelled, by, at)


def _classify(cases: Sequence[triage.Case], by: Actor, at: datetime) -> None:
    """Classify by label. What the gates refuse (somebody must be told first) stays registered and waits for an officer."""
    if not cases:
        return
    try:
        with transaction.atomic():
            triage.decide_many(cases, by=by, at=at)
    except Refusal:
        if len(cases) > 1:
            again = _fresh(cases)
            half = len(again) // 2
            _classify(again[:half], by, at)
            _classify(again[half:], by, at)


def _fresh(cases: Sequence[triage.Case]) -> list[triage.Case]:
    """The same cases with their matters as the database has them: what was rolled back is forgotten."""
    matters = Matter.objects.select_related("centre", "responsible_unit", "responsible_post", "grid__unit")
    found = matters.in_bulk([case.matter.pk for case in cases])
    return [triage.Case(found[case.matter.pk], case.judged) for case in cases]


@transaction.atomic
def _fail(run: ImportRun, message: str, at: datetime) -> None:
    run.refresh_from_db()
    if run.state == ImportState.RUNNING:
        changes = {"message": message}
        step = ledger.Move(ImportState.FAILED, "import.stopped", reason=message, changes=changes)
        ledger.move(run, step, by=Actor.system("import"), at=at)


@transaction.atomic
def _finish(run: ImportRun, at: datetime) -> None:
    """Close the run and remove the copy of the file: what it said is now in the matters."""
    run.refresh_from_db()
    if run.state != ImportState.RUNNING:
        return
    noted = {"total": run.total, "imported": run.imported, "failed": run.failed}
    step = ledger.Move(ImportState.DONE, "import.done", changes={"finished_at": at}, noted=noted)
    ledger.move(run, step, by=Actor.system("import"), at=at)
    transaction.on_commit(lambda: Path(run.path).unlink(missing_ok=True))
