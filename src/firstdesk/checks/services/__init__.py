"""The verbs of checks, by the part they belong to."""

from firstdesk.checks.services.drawing import NewDraw, draw_lots, drop, finish, freeze
from firstdesk.checks.services.inspecting import (
    NewInspection,
    NewVisit,
    cancel,
    hand_over,
    hear,
    note_visit,
    plan,
    sign,
)
from firstdesk.checks.services.late import tell_late
from firstdesk.checks.services.listening import (
    Opened,
    Sought,
    Voice,
    answer,
    empty_box,
    improve,
    note,
    receive,
    seek,
    summarise,
    turn,
    write_down,
)
from firstdesk.checks.services.marking import Given, Outcome, mark, mark_recheck, settle_recheck
from firstdesk.checks.services.raising import NewFinding, raise_
from firstdesk.checks.services.settling import Done, Judged, answer_order, name_owner, order, remedy, review

__all__ = [
    "Done", "Given", "Judged", "NewDraw", "NewFinding", "NewInspection", "NewVisit", "Opened", "Outcome", "Sought",
    "Voice",
    "answer", "answer_order", "cancel", "draw_lots", "drop", "empty_box", "finish", "freeze", "hand_over", "hear",
    "improve", "mark", "mark_recheck", "name_owner", "note", "note_visit", "order", "plan", "raise_", "receive",
    "remedy", "review", "seek", "settle_recheck", "sign", "summarise", "tell_late", "turn", "write_down",
]  # fmt: skip
