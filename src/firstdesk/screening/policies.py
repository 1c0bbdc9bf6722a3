"""Who reads and does what in screening."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.screening.models import Major, Statement
from firstdesk.screening.selectors.reading import REPORTS, reads_centre, reports

P = Permission
__all__ = [
    "REPORTS", "answers_major", "check_answers", "check_leads", "checks", "fills", "leads_major", "reads_centre",
    "reads_major", "reports",
]  # fmt: skip


def reads_major(major: Major, acting: Acting) -> bool:
    """Who reported it or answers for it, those who decide for the centre, and the director of the superior."""
    if acting.user.pk in {major.reported_by_id, major.leader_id}:
        return True
    decides = acting.may(P.DECIDE) or acting.may(P.READ_CONFIDENTIAL)
    return decides and bool({major.centre_id, major.superior_id} & acting.unit_ids)


def leads_major(major: Major, acting: Acting) -> bool:
    """Who reports on it and ends it."""
    own = acting.may(P.DECIDE) and major.centre_id in acting.unit_ids
    return own or acting.user.pk in {major.reported_by_id, major.leader_id}


def answers_major(major: Major, acting: Acting) -> bool:
    """The superior's director takes it up."""
    return acting.may(P.DECIDE) and major.superior_id in acting.unit_ids


def check_leads(major: Major, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not leads_major(major, acting):
        raise NotAllowed(_("Whoever reported it, whoever answers for it or the director does this."))


def check_answers(major: Major, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not answers_major(major, acting):
        raise NotAllowed(_("The director of the superior centre takes it up."))


def fills(centre: Unit, acting: Acting) -> bool:
    """Somebody who classifies or decides at the centre itself."""
    return centre.pk in acting.unit_ids and bool(acting.permissions & {P.TRIAGE, P.DECIDE})


def checks(statement: Statement, acting: Acting) -> bool:
    """Somebody else who decides or leads there."""
    return (
        statement.centre_id in acting.unit_ids
        and acting.user.pk != statement.filled_by_id
        and bool(acting.permissions & {P.DECIDE, P.ASSIGN})
    )
