"""Whose figures a person reads, and for which unit they speak."""

from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.screening.models import Finding

P = Permission
REPORTS = frozenset({P.TRIAGE, P.DECIDE, P.MEDIATE, P.HANDLE})


def reads_centre(centre: Unit, acting: Acting) -> bool:
    """The figures of a centre: its own people, and whoever reads what lies under them."""
    above = acting.centre is not None and centre.path.startswith(acting.centre.path)
    return centre.pk in acting.unit_ids or acting.covers(centre) or (above and acting.may(P.READ_FIGURES))


def reports(finding: Finding, acting: Acting) -> bool:
    """Somebody of the unit that was asked."""
    return finding.unit_id in acting.unit_ids and bool(acting.permissions & (REPORTS | {P.REGISTER}))
