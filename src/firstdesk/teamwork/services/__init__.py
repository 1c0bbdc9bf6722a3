"""The verbs of working together."""

from firstdesk.teamwork.services.notes import NewNote, write_note
from firstdesk.teamwork.services.presence import leave, stay, sweep

__all__ = ["NewNote", "leave", "stay", "sweep", "write_note"]
