"""What is kept no longer than it is needed: the data of persons, and files nobody imported."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q, QuerySet

from firstdesk.common import clock as walls
from firstdesk.common.retention import ERASED
from firstdesk.intake.models import Asking, Contact, ImportRun, Party
from firstdesk.intake.states import ContactState, ImportState
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.states import ENDED
from firstdesk.regulations import selectors as regulations

CLOCKWORK = Actor.system("clock")
BATCH = 500  # matters in one transaction
UPLOADS_KEPT = timedelta(days=30)
DRAFTS_KEPT = timedelta(days=30)
ASKINGS_KEPT = timedelta(days=30)
SAYS_SOMETHING = Q(name__gt="") | Q(phone__gt="") | Q(note__gt="")


def erase_expired(*, at: datetime) -> int:
    """Blank the parties whose time is over and whose matter has ended, and remove the files of imports and the drafts of
    contacts that never came to an end; returns how many parties. A matter that is open keeps its people, however old it is."""
    due = _due(at).order_by("matter_id").values_list("matter_id", flat=True).distinct()
    ids = list(due)
    erased = sum(_erase(ids[first : first + BATCH], at) for first in range(0, len(ids), BATCH))
    _remove_uploads(at)
    _remove_drafts(at)
    _forget_askings(at)
    return erased


def _due(at: datetime) -> QuerySet[Party]:
    today = walls.local(at).date()
    return Party.objects.filter(SAYS_SOMETHING, keep_until__lt=today, matter__state__in=sorted(ENDED))


@transaction.atomic
def _erase(matter_ids: Sequence[int], at: datetime) -> int:
    """How many there were is recorded with each matter, and nothing of what they said."""
    parties = list(_due(at).filter(matter_id__in=matter_ids).select_for_update(no_key=True, of=("self",)))
    counts = Counter(party.matter_id for party in parties)
    matters = Matter.objects.in_bulk(list(counts))
    Party.objects.filter(pk__in=[party.pk for party in parties]).update(name="", phone="", note="")
    ledger.append_many([_draft(matters[pk], count, at) for pk, count in sorted(counts.items())])
    return len(parties)


def _draft(matter: Matter, count: int, at: datetime) -> ledger.Draft:
    return ledger.Draft(
        chain=matter.ledger_chain,
        verb="personal.erased",
        by=CLOCKWORK,
        at=at,
        subject_kind=Matter._meta.label,
        subject_id=matter.pk,
        after={"parties": count},
    )


def _remove_drafts(at: datetime) -> None:
    """What was typed in a contact that nobody ever ended; the contact stays open, to be ended with its reason. And why one
    was ended without a report, when its time is over."""
    left = Contact.objects.filter(state=ContactState.OPEN, rang_at__lt=at - DRAFTS_KEPT)
    left.exclude(draft={}).update(draft={})
    years = regulations.current(at).head.keep_parties_years if regulations.current_version(at) else 0
    over = Contact.objects.exclude(state=ContactState.OPEN).filter(rang_at__lt=at - timedelta(days=366 * years))
    if years:  # one that led to a report goes with its matter
        over.filter(report=None).exclude(drop_reason=ERASED, draft={}).update(drop_reason=ERASED, draft={})


def _forget_askings(at: datetime) -> None:
    """By then nobody sends the same form of the portal a second time."""
    Asking.objects.filter(asked_at__lt=at - ASKINGS_KEPT).delete()


def _remove_uploads(at: datetime) -> None:
    """Counted from when the file was handed in last; handing it in again brings it back to the same run."""
    waiting = ImportRun.objects.filter(
        state__in=[ImportState.CHECKED, ImportState.FAILED], created_at__lt=at - UPLOADS_KEPT
    )
    for run in waiting.exclude(path="").order_by("pk"):
        path = Path(run.path)
        if path.is_file() and path.stat().st_mtime < (at - UPLOADS_KEPT).timestamp():
            _remove(run, path, at)


@transaction.atomic
def _remove(run: ImportRun, path: Path, at: datetime) -> None:
    ledger.append(ledger.draft_for(run, "import.file_removed", chain=run.ledger_chain, by=CLOCKWORK, at=at))
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
