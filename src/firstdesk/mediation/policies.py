"""Who may do what in mediation, and when."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, NotAllowed, unreadable_page
from firstdesk.directory.scope import Acting
from firstdesk.mediation.models import Case, Mediator, Session
from firstdesk.mediation.selectors.reading import leads, may_read, works

__all__ = ["check_reads", "check_seen", "check_works", "is_in_term", "leads", "may_read", "works"]


def check_reads(case: Case, acting: Acting) -> None:
    """Others see that there is a case, and nothing of it."""
    if not may_read(case, acting):
        raise NotAllowed(
            _("A mediation is confidential: only its mediators, the head of the committee and the director read it.")
        )


def check_works(case: Case, acting: Acting) -> None:
    """Who changes anything in it: its mediators and recorder, the head of the committee, the director."""
    if not works(case, acting):
        raise NotAllowed(_("Only a mediator of this case, the head of the committee or the director may do this."))


def check_seen(subject: Case | Session, seen: str) -> None:
    """Raises Conflict where the page a form was sent from had an older edition."""
    if not seen.isdecimal():
        raise unreadable_page()
    if int(seen) != subject.edition:
        raise Conflict


def is_in_term(mediator: Mediator, at: datetime) -> bool:
    """Whether somebody stands on the register on this day."""
    return mediator.from_day <= at.date() <= mediator.to_day
