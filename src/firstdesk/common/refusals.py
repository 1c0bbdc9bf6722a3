"""What the product says when it refuses: one exception family, each with a message for people and an HTTP status."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Detail:
    """One point of a refusal: the field it is about ('' = whole form), what is wrong, and the clauses that ask for it."""

    field: str
    message: Text
    clauses: tuple[str, ...] = ()


class Refusal(Exception):
    """The request was understood and refused; nothing was saved."""

    status = 422

    def __init__(self, message: Text, *, details: Sequence[Detail] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.details = tuple(details)


def at_field(field: str, why: Text, *, clauses: tuple[str, ...] = (), whole: Text | None = None) -> Refusal:
    """The refusal of one field: `why` stands beside it, and above the form too unless the `whole` says something else."""
    return Refusal(why if whole is None else whole, details=[Detail(field, why, clauses)])


def unreadable_page() -> Refusal:
    """Of a form that does not say which state of things its page showed."""
    return Refusal(_("This page cannot be read any more. Reload it and try again; nothing was saved."))


class NotAllowed(Refusal):
    """The person may not do this, or the state of the thing does not allow it; the message says which and why."""

    status = 403


class Conflict(Refusal):
    """Somebody else changed the thing first; the message says what changed. Reload and decide again."""

    status = 409

    def __init__(self, message: Text | None = None, *, details: Sequence[Detail] = ()) -> None:
        super().__init__(
            message or _("Somebody else has just changed this. Reload to see what changed, then decide again."),
            details=details,
        )
