"""One file of a small form."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from firstdesk.files import services as files
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor


def one_file(upload: "UploadedFile[bytes] | None", *, by: Actor, at: datetime) -> File | None:
    """It is kept, where one was sent. Raises Refusal with what to do."""
    return files.store(upload, by=by, at=at) if upload else None
