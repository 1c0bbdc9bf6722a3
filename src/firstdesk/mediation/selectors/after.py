"""What is left to do after an agreement."""

from datetime import datetime, timedelta

from firstdesk.common import clock as walls
from firstdesk.mediation.models import Agreement, Case, Failure, Session
from firstdesk.mediation.states import AgreementState

WINDOW = timedelta(days=30)  # art. 33: from the day it takes effect; the clock `judicial_window` shows it by the rules


def window_until(agreement: Agreement) -> datetime:
    """The end of the last day on which the parties may ask a court together."""
    assert agreement.effective_at is not None
    day = walls.local(agreement.effective_at) + WINDOW
    return day.replace(hour=23, minute=59, second=59, microsecond=0)


def kind_agreed(case: Case) -> str:
    """written, oral or none."""
    found = Agreement.objects.filter(case=case, state=AgreementState.EFFECTIVE).values_list("kind", flat=True)
    return str(next(iter(found), "none"))


def is_file_complete(case: Case) -> bool:
    """Registration, record of the work, agreement or why there is none (art. 27)."""
    ended = Failure.objects.filter(case=case).exists() or kind_agreed(case) != "none"
    worked = Session.objects.filter(lead=case).exists() or Failure.objects.filter(case=case).exists()
    return ended and (worked or case.joint_id is not None)
