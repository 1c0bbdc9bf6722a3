"""Who may read and change a case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.refusals import Conflict, NotAllowed, unreadable_page
from firstdesk.directory.scope import Acting
from firstdesk.mediation.models import Case, Mediator, Session
from firstdesk.mediation.selectors.reading import leads, may_read, works

__all__ = ["check_reads", "check_seen", "check_works", "is_in_term", "leads", "may_read", "works"]


def check_reads(case: Case, acting: Acting) -> None:
    """Raises NotAllowed for those who may know only that the case exists."""
    if not may_read(case, acting):
        raise NotAllowed(
            _("A mediation is confidential: only its mediators, the head of the committee and the director read it.")
        )


def check_works(case: Case, acting: Acting) -> None:
    """Raises NotAllowed for anybody but the case's mediators and recorder, the committee's head and the director."""
    if not works(case, acting):
        raise NotAllowed(_("Only a mediator of this case, the head of the committee or the director may do this."))


def check_seen(subject: Case | Session, seen: str) -> None:
    """Raises Conflict when the form came from a page that showed an older edition."""
    if not seen.isdecimal():
        raise unreadable_page()
    if int(seen) != subject.edition:
        raise Conflict


def is_in_term(mediator: Mediator, at: datetime) -> bool:
    """Whether the mediator's entry on the register is valid on the day of `at`."""
    return mediator.from_day <= clock.local(at).date() <= mediator.to_day
