"""Which role may do what."""

from firstdesk.directory.roles import ROLES, Permission


def page() -> str:
    """The permission matrix, and each role in words."""
    roles = list(ROLES.values())
    head = "| permission | " + " | ".join(str(role.name) for role in roles) + " |"
    rows = [
        f"| `{permission.value}` | "
        + " | ".join("●" if permission in role.permissions else "" for role in roles)
        + " |"
        for permission in Permission
    ]
    words = [f"- **{role.name}** (`{role.key}`): {role.description}" for role in roles]
    return "\n".join(["# Permissions", "", *words, "", head, "|---" * (len(roles) + 1) + "|", *rows, ""])
