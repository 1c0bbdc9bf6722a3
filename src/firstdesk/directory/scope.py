"""Who is signed in, from which post they act, and how far that reaches."""

from dataclasses import dataclass

from firstdesk.directory.models import Post, Unit, User
from firstdesk.directory.roles import Permission
from firstdesk.ledger.actors import Actor


@dataclass(frozen=True)
class Acting:
    """A person acting from one post at one moment. Permissions are those of this post alone; reading one's own
    units' matters reaches over all posts held."""

    user: User
    post: Post
    unit: Unit
    centre: Unit | None  # nearest centre at or above the unit, or the one whose remit the linkage unit serves
    permissions: frozenset[Permission]
    unit_ids: frozenset[int]  # units of all posts held now
    subtree_paths: tuple[str, ...]  # where READ_SUBTREE reaches
    compartment_ids: frozenset[int]
    posts: tuple[Post, ...]  # every post held now, for the switch

    @property
    def actor(self) -> Actor:
        """The snapshot for the record."""
        return Actor(
            person_id=self.user.pk,
            name=str(self.user),
            post_id=self.post.pk,
            post_name=f"{self.unit.name} {self.post.name}",
            unit_id=self.unit.pk,
        )

    @property
    def post_ids(self) -> frozenset[int]:
        """Every post held now: their queues are mine too."""
        return frozenset(post.pk for post in self.posts)

    def may(self, permission: Permission) -> bool:
        """Whether this post carries the permission."""
        return permission in self.permissions

    def covers(self, unit: Unit) -> bool:
        """Whether READ_SUBTREE reaches this unit."""
        return any(unit.path.startswith(path) for path in self.subtree_paths)
