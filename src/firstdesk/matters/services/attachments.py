"""Files of a matter: put with it, taken away with a reason, erased when their time is over.

The record keeps the hashes and never a name: what a file is called may name a person.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from firstdesk.common import clock as walls
from firstdesk.files.models import File
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters import policies
from firstdesk.matters.models import Attachment, Matter
from firstdesk.matters.selectors import keep_until
from firstdesk.matters.states import ENDED

CLOCKWORK = Actor.system("clock")
TAKEN_AWAY_KEPT = timedelta(days=30)  # so that a mistake, or an attempt to hide something, can still be looked at


@dataclass(frozen=True)
class Belonging:
    """What files come with."""

    part: str = Attachment.Part.REPORT
    part_id: int | None = None  # the row of the context that took them
    caption: str = ""


@transaction.atomic
def attach(matter: Matter, files: Sequence[File], *, to: Belonging, by: Actor, at: datetime) -> list[Attachment]:
    """Put files with a matter; one that is there already is there once. Raises NotAllowed, Refusal with the limit."""
    if not files:
        return []
    Matter.objects.select_for_update(no_key=True).only("pk").get(
        pk=matter.pk
    )  # two uploads at once are counted one by one
    policies.check_attach(matter, len(files), by)
    there = Attachment.objects.filter(matter=matter, part=to.part, part_id=to.part_id, removed_at=None)
    known = set(there.filter(file__sha256__in=[file.sha256 for file in files]).values_list("file__sha256", flat=True))
    fresh = list({file.sha256: file for file in files if file.sha256 not in known}.values())
    if not fresh:
        return []
    rows = [
        Attachment(
            matter=matter, file=file, part=to.part, part_id=to.part_id, caption=to.caption.strip()[:200],
            keep_until=keep_until(matter, at), attached_at=at, attached_by_id=by.person_id,
        )
        for file in fresh
    ]  # fmt: skip
    Attachment.objects.bulk_create(rows)
    after = {"files": len(fresh), "part": to.part, "sha256": [file.sha256 for file in fresh]}
    ledger.append(_draft(matter, "file.attached", after, by=by, at=at))
    return rows


@transaction.atomic
def detach(attachment: Attachment, *, reason: str, by: Actor, at: datetime) -> Attachment:
    """Take one away, for a reason. Nobody sees it any more; that it was there stays, and for a while its bytes."""
    policies.check_detach(attachment, reason, by)
    rows = Attachment.objects.filter(pk=attachment.pk, removed_at=None)
    changed = rows.update(removed_at=at, removed_by_id=by.person_id, removed_reason=reason.strip()[:300])
    if changed:
        after = {"part": attachment.part, "sha256": attachment.file.sha256 if attachment.file else ""}
        ledger.append(_draft(attachment.matter, "file.removed", after, by=by, at=at, reason=reason.strip()))
    attachment.refresh_from_db()
    return attachment


def erase_expired(*, at: datetime) -> int:
    """Let go of the files whose time is over and whose matter has ended, and of those taken away some time ago."""
    pks = list(_due(at).order_by("matter_id").values_list("pk", flat=True))
    return sum(_erase(pks[first : first + 500], at) for first in range(0, len(pks), 500))


def _due(at: datetime) -> QuerySet[Attachment]:
    today = walls.local(at).date()
    over = Q(keep_until__lt=today, matter__state__in=sorted(ENDED)) | Q(removed_at__lt=at - TAKEN_AWAY_KEPT)
    return Attachment.objects.filter(over, file__isnull=False)


@transaction.atomic
def _erase(pks: Sequence[int], at: datetime) -> int:
    """The rows stay without their files and captions; the sweep of the shelf takes the bytes."""
    rows = list(_due(at).filter(pk__in=pks).select_for_update(no_key=True, of=("self",)).select_related("file"))
    gone = defaultdict(list)
    for row in rows:
        gone[row.matter_id].append(row.file.sha256 if row.file else "")
    matters = Matter.objects.in_bulk(list(gone))
    found = Attachment.objects.filter(pk__in=[row.pk for row in rows])
    found.filter(removed_at=None).update(removed_at=at, removed_by=None)
    found.update(file=None, caption="")
    drafts = [
        _draft(matters[pk], "file.erased", {"files": len(hashes), "sha256": hashes}, by=CLOCKWORK, at=at)
        for pk, hashes in sorted(gone.items())
    ]
    ledger.append_many(drafts)
    return len(rows)


def _draft(
    matter: Matter, verb: str, after: Mapping[str, object], *, by: Actor, at: datetime, reason: str = ""
) -> ledger.Draft:
    return ledger.Draft(
        chain=matter.ledger_chain, verb=verb, by=by, at=at, subject_kind=Matter._meta.label, subject_id=matter.pk,
        reason=reason, after=after,
    )  # fmt: skip
