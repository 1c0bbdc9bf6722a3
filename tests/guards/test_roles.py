"""A permission in no role can be given to nobody, so what it guards cannot be done."""

from firstdesk.directory.roles import ROLES, Permission
from tests.support.source import report


def test_every_permission_is_in_some_role() -> None:
    given = {permission for role in ROLES.values() for permission in role.permissions}
    report([p.name for p in Permission if p not in given], why="These permissions are in no role:")


def test_roles_are_described() -> None:
    """A director chooses roles by their description, not by a list of permissions."""
    report(
        [key for key, role in ROLES.items() if len(str(role.description)) < 20], why="Describe what the role is for:"
    )
