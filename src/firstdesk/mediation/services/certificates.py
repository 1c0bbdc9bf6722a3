"""Warnings before a committee's seal certificate expires."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop

from firstdesk.common import clock as walls
from firstdesk.directory import selectors as directory
from firstdesk.files import services as files
from firstdesk.mediation.selectors.certificate import AHEAD, keepers
from firstdesk.notices.services import Message, send

ENDS = gettext_noop("The certificate for the committee's seal ends on %(day)s. Ask its authority for the next one now.")


def warn_of_certificates(*, at: datetime) -> int:
    """Warn its keepers once per certificate. Runs daily; returns how many certificates expire soon."""
    rows = files.ending_soon(at=at, within=AHEAD)
    for row in rows:
        message = Message(
            kind="seal.ends",
            level="warning",
            text=ENDS,
            values={"day": f"{walls.local(row.ends_at):%Y-%m-%d}"},
            url=reverse("mediation:certificate"),
        )
        send(message, to=directory.holders_of(keepers(row.unit_id), at), at=at)
    return len(rows)
