"""Why somebody may not."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.roles import PERMISSION_NAMES, ROLES, Permission
from firstdesk.directory.scope import Acting


def require(acting: Acting, *permissions: Permission) -> None:
    """Raises NotAllowed unless the post acted from carries at least one of the permissions."""
    if permissions and not acting.permissions.intersection(permissions):
        raise NotAllowed(
            _("Your post “%(post)s” (role %(role)s) may not do this. It takes the permission: %(needed)s.")
            % {
                "post": acting.post.name,
                "role": ROLES[acting.post.role].name,
                "needed": " / ".join(str(PERMISSION_NAMES[each]) for each in permissions),
            }
        )
