"""Turning the ring of keys: an act of the administrator, and the job that follows."""

from datetime import datetime

from django.db import transaction

from firstdesk.common.jobs import defer
from firstdesk.common.secrecy import rotation
from firstdesk.common.secrecy.ring import Key
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor

JOB = "config.renew_secrets"


@transaction.atomic
def rotate(*, by: Actor, at: datetime) -> Key:
    """A new key for what is written from now on; a job writes all the rest anew under it."""
    key = rotation.turn(at=at)
    ledger.append(
        ledger.Draft(
            chain="keys", verb="keys.rotated", by=by, at=at, subject_kind="common.Key", subject_id=key.id,
            after={"key": key.id},
        )
    )  # fmt: skip
    defer(JOB)
    return key
