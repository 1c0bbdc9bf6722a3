"""Who acts: a snapshot of the person and the post they act from, so that the record stays true when people move on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A person (or the system) acting from a post."""

    person_id: int | None  # None: the system itself
    name: str  # as it read at the time
    post_id: int | None = None
    post_name: str = ""
    unit_id: int | None = None

    @classmethod
    def system(cls, name: str) -> "Actor":
        """A part of the product acting by itself, e.g. ``Actor.system("clock")``."""
        return cls(person_id=None, name=name)

    @property
    def by_id(self) -> int:
        """The person's id; raises where the system acts and only a person may."""
        if self.person_id is None:
            raise ValueError("a person must act here, not the system")
        return self.person_id
