"""The life of a contact (somebody rings, stands at the counter) and of an import."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactState(models.TextChoices):
    OPEN = "open", _("Open")
    REGISTERED = "registered", _("Registered")
    DROPPED = "dropped", _("Ended without a report")


class ImportState(models.TextChoices):
    CHECKED = "checked", _("Checked, not started")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped by an error; can be resumed")


CONTACT_MOVES: dict[str, frozenset[str]] = {
    ContactState.OPEN: frozenset({ContactState.REGISTERED, ContactState.DROPPED}),
    ContactState.REGISTERED: frozenset(),
    ContactState.DROPPED: frozenset(),
}
IMPORT_MOVES: dict[str, frozenset[str]] = {
    ImportState.CHECKED: frozenset({ImportState.RUNNING}),
    ImportState.RUNNING: frozenset({ImportState.DONE, ImportState.FAILED}),
    ImportState.FAILED: frozenset({ImportState.RUNNING}),
    ImportState.DONE: frozenset(),
}
