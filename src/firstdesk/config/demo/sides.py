"""What happens beside the plain way of a matter, planned before the history is played."""

from firstdesk.config.demo.door import Door
from firstdesk.config.demo.life import Life
from firstdesk.config.demo.onpurpose import OnPurpose
from firstdesk.directory.models import ApiToken


def plan(life: Life, door: Door, token: ApiToken) -> None:
    """Everybody's part of it."""
    handling = door.handling
    handling.papers.draw(life.start)
    handling.watch.plan()
    handling.together.plan()
    handling.people.plan()
    OnPurpose(life, door, handling.finding).plan(token)
