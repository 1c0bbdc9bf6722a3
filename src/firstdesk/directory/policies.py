"""Why somebody may not."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.models import Unit, User
from firstdesk.directory.roles import PERMISSION_NAMES, ROLES, Permission
from firstdesk.directory.scope import Acting


def require(acting: Acting, *permissions: Permission) -> None:
    """Raises NotAllowed unless the post acted from carries at least one of the permissions."""
    if permissions and not acting.permissions.intersection(permissions):
        raise NotAllowed(
            _(
                "Your post “%(post)s” (role %(role)s) may not do this. It takes the permission: %(needed)s. If your work needs it, ask your director; if you hold another post, switch to it."
            )
            % {
                "post": acting.post.name,
                "role": ROLES[acting.post.role].name,
                "needed": " / ".join(str(PERMISSION_NAMES[each]) for each in permissions),
            }
        )


def check_manage(acting: Acting, unit: Unit) -> None:
    """An administrator sets up what stands at or beneath their own unit."""
    require(acting, Permission.MANAGE_DIRECTORY)
    if not unit.path.startswith(acting.unit.path):
        raise NotAllowed(
            _("“%(unit)s” does not belong to “%(own)s”. Its own administrator, or one above, may change it.")
            % {"unit": unit.name, "own": acting.unit.name}
        )


def check_appoint(acting: Acting, person: User, unit: Unit) -> None:
    """Nobody gives a post to themselves, or takes one from themselves."""
    check_manage(acting, unit)
    if person.pk == acting.user.pk:
        raise NotAllowed(_("Nobody appoints or dismisses themselves. Ask another administrator."))


def check_look_after(acting: Acting, person: User, units: list[Unit]) -> None:
    """Signing somebody out: the administrator of a unit they serve, or its leader."""
    for unit in units:
        if acting.may(Permission.MANAGE_DIRECTORY) and unit.path.startswith(acting.unit.path):
            return
        if acting.post.is_leader and unit.pk == acting.unit.pk:
            return
    raise NotAllowed(
        _("%(person)s serves in no unit you administer or lead.") % {"person": person},
    )


def check_give_password(acting: Acting, person: User, units: list[Unit]) -> None:
    """A password opens every post its holder has, so it is given by an administrator of them all."""
    require(acting, Permission.MANAGE_DIRECTORY)
    check_look_after(acting, person, units)
    beyond = next((unit for unit in units if not unit.path.startswith(acting.unit.path)), None)
    if beyond is not None:
        raise NotAllowed(
            _("%(person)s serves in “%(unit)s” too. An administrator above both gives the new password.")
            % {"person": person, "unit": beyond.name}
        )


def check_close(acting: Acting, person: User, ever: list[Unit], now: list[Unit]) -> None:
    """An account is closed, and opened again, by an administrator of every unit its holder serves or last served; not one's own."""
    if person.pk == acting.user.pk:
        raise NotAllowed(_("Nobody closes their own account. Ask another administrator."))
    check_give_password(acting, person, now or ever)


def check_keep_charter(acting: Acting, unit: Unit) -> None:
    """The charter is confirmed by whoever answers for the organisation, or for one above it."""
    require(acting, Permission.KEEP_CHARTER)
    if not unit.path.startswith(acting.unit.path):
        raise NotAllowed(_("The charter of “%(unit)s” is confirmed by its own director.") % {"unit": unit.name})
