"""Who may assess, decide and appeal."""

from django.utils.translation import gettext_lazy as _

from firstdesk.assessment.models import Accountability, Award, Sheet
from firstdesk.assessment.selectors.sheets import assesses, involved, is_concerned
from firstdesk.common.refusals import NotAllowed
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting

P = Permission


def check_opens(acting: Acting) -> Unit:
    """The centre in which this person opens assessments. Raises NotAllowed."""
    if acting.centre is None or not assesses(acting, acting.centre.pk):
        raise NotAllowed(_("Assessments are opened from a post at the centre itself."))
    return acting.centre


def may_assess(sheet: Sheet, acting: Acting) -> bool:
    """Whether the person assesses for the centre and is not the one assessed."""
    return assesses(acting, sheet.round.unit_id) and not is_concerned(sheet, acting)


def check_assess(sheet: Sheet, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not may_assess(sheet, acting):
        raise NotAllowed(_("Somebody of the centre whom it is not about writes the assessment."))


def check_concerned(sheet: Sheet | Accountability, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not is_concerned(sheet, acting):
        raise NotAllowed(_("Only the one it is about says this: the person, or the head of the unit."))


def may_decide(sheet: Sheet, acting: Acting) -> bool:
    """Whether the person may decide an appeal: of the centre, and neither assessor nor appellant nor concerned."""
    if sheet.assessed_by_id == acting.user.pk or is_concerned(sheet, acting):
        return False
    return assesses(acting, sheet.round.unit_id) or (acting.may(P.DECIDE) and acting.unit.pk == sheet.round.unit_id)


def check_decide(sheet: Sheet, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not may_decide(sheet, acting):
        raise NotAllowed(_("Somebody else of the centre than the assessor and the one concerned decides the appeal."))


def may_settle(row: Award | Accountability, acting: Acting) -> bool:
    """Whether the person may decide: they decide for the centre, did not propose it and are not named in it."""
    others = acting.user.pk not in {row.proposed_by_id, row.person_id}
    return others and acting.unit.pk == row.centre_id and (acting.may(P.DECIDE) or acting.may(P.SUPERVISE))


def check_settle(row: Award | Accountability, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not may_settle(row, acting):
        raise NotAllowed(_("Somebody else of the centre than who proposed it, and whom it does not name, decides."))


def may_answer(row: Accountability, acting: Acting) -> bool:
    """Whether the person may decide an appeal against a finding: a third person, of the centre or the one above."""
    if acting.user.pk in involved(row) or is_concerned(row, acting):
        return False
    near = acting.unit.pk == row.centre_id or directory.superior_centre(row.centre) == acting.unit
    return near and (acting.may(P.DECIDE) or acting.may(P.SUPERVISE))


def check_answers(row: Accountability, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not may_answer(row, acting):
        raise NotAllowed(_("A third decides the appeal: who neither proposed, decided nor appealed."))
