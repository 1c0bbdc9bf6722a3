"""The verbs of working together."""

from firstdesk.teamwork.services.notes import NewNote, erase_expired, write_note
from firstdesk.teamwork.services.presence import leave, stay, sweep

__all__ = ["NewNote", "erase_expired", "leave", "stay", "sweep", "write_note"]
