"""Who may organise training and decide on plans."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting

P = Permission


def centre_of(acting: Acting) -> Unit:
    """The centre the person belongs to. Raises NotAllowed where there is none."""
    if acting.centre is None:
        raise NotAllowed(_("From this post you belong to no centre."))
    return acting.centre


def trains(acting: Acting, unit: Unit) -> bool:
    """Whether the person organises training for this centre, from a post in it."""
    return acting.may(P.TRAIN) and acting.unit.pk == unit.pk


def check_trains(acting: Acting, unit: Unit) -> None:
    """Raises NotAllowed."""
    if not trains(acting, unit):
        raise NotAllowed(_("Training of “%(unit)s” is planned and held from a post at it.") % {"unit": unit.name})


def reads_list(acting: Acting, unit: Unit) -> bool:
    """Who came and how everybody did in the test is read by who trains there, directs it or supervises it; by others,
    of themselves."""
    return acting.unit.pk == unit.pk and bool(acting.permissions & {P.TRAIN, P.DECIDE, P.SUPERVISE})


def decides(acting: Acting, unit: Unit) -> bool:
    """Whether the person decides for this centre."""
    return acting.may(P.DECIDE) and acting.unit.pk == unit.pk


def check_decides(acting: Acting, unit: Unit) -> None:
    """Raises NotAllowed."""
    if not decides(acting, unit):
        raise NotAllowed(_("The director of “%(unit)s” decides about the plan.") % {"unit": unit.name})
