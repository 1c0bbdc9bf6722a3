"""Named events and the jobs they lead to. `config/reactions.py` hands in the table once, at start."""

from collections.abc import Mapping, Sequence

from firstdesk.common import jobs

_reactions: dict[str, tuple[str, ...]] = {}


def install(reactions: Mapping[str, Sequence[str]]) -> None:
    """Replace the whole table (event name → job names). Called by the glue at start, and by tests."""
    _reactions.clear()
    _reactions.update({event: tuple(names) for event, names in reactions.items()})


def publish(event: str, **ids: int | str) -> None:
    """Insert, in the present transaction, the jobs that react to `event`; each gets the ids and nothing else."""
    for name in _reactions.get(event, ()):
        jobs.defer(name, **ids)
