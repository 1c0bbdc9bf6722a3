"""The verbs of training."""

from firstdesk.training.services.certificates import Recognised, recognise, warn, withdraw
from firstdesk.training.services.courses import (
    Held,
    NewCourse,
    arrange,
    call_off,
    check_in,
    hold,
    invite,
    note_session,
    tick,
)  # fmt: skip
from firstdesk.training.services.plans import (
    Draft,
    NewLine,
    add_line,
    approve,
    draft,
    give_back,
    prove_early,
    remove_line,
    submit,
)  # fmt: skip
from firstdesk.training.services.quizzes import NewQuestion, ask, drop, make_quiz, sit

__all__ = [
    "Draft", "Held", "NewCourse", "NewLine", "NewQuestion", "Recognised", "add_line", "approve", "arrange", "ask",
    "call_off", "check_in", "draft", "drop", "give_back", "hold", "invite", "make_quiz", "note_session", "prove_early",
    "recognise", "remove_line", "sit", "submit", "tick", "warn", "withdraw",
]  # fmt: skip
