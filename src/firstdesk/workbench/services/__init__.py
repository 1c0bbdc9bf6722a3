"""The verbs of a person's day: the steps of a matter, filters kept, lists taken out, many at once, persons looked up."""

from firstdesk.workbench.services.bulk import VERBS, Item, Outcome, Task, carry_out, check_bulk, verbs_for
from firstdesk.workbench.services.exports import Export, prepare
from firstdesk.workbench.services.filters import kept_query, remove_filter, save_filter
from firstdesk.workbench.services.persons import PersonQuestion, look_up
from firstdesk.workbench.services.steps import Sight, assign, end, resume, take

__all__ = [
    "VERBS",
    "Export",
    "Item",
    "Outcome",
    "PersonQuestion",
    "Sight",
    "Task",
    "assign",
    "carry_out",
    "check_bulk",
    "end",
    "kept_query",
    "look_up",
    "prepare",
    "remove_filter",
    "resume",
    "save_filter",
    "take",
    "verbs_for",
]
