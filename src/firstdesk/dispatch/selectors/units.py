"""The units that could be given something to do about a matter: read once for a page on which several forms name them."""

from django.db.models import Exists, OuterRef

from firstdesk.common.reading import once
from firstdesk.directory.models import Post, Unit
from firstdesk.matters.models import Matter


@once
def units_in_use(matter: Matter) -> list[tuple[Unit, bool]]:
    """Every unit in use, in the order of the tree, and whether a post of it receives."""
    receives = Exists(Post.objects.filter(unit=OuterRef("pk"), is_queue=True))
    found = Unit.objects.filter(is_active=True).annotate(receives=receives).order_by("path")
    return [(unit, unit.receives) for unit in found]


def units_that_receive(matter: Matter) -> list[Unit]:
    """Those with a post that receives."""
    return [unit for unit, receives in units_in_use(matter) if receives]
