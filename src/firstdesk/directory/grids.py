"""Which grid cell a point lies in: an index in memory, rebuilt when an import has changed the cells."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Count, Max

from firstdesk.common.later import Later
from firstdesk.directory.models import Grid

if TYPE_CHECKING:
    import shapely
    import shapely.geometry
else:
    shapely = Later("shapely")


@dataclass(frozen=True)
class GridIndex:
    """Cells in order of their code, with a tree over their outlines."""

    ids: tuple[int, ...]
    outlines: "tuple[shapely.Geometry, ...]"
    tree: "shapely.STRtree"


def grid_at(lng: float, lat: float) -> Grid | None:
    """The cell a point lies in or on the border of; a shared border belongs to the cell with the lowest code."""
    state = Grid.objects.aggregate(count=Count("pk"), last=Max("pk"), revision=Max("revision"))
    index = _index(state["count"], state["last"], state["revision"])
    hits = index.tree.query(shapely.Point(lng, lat), predicate="intersects")
    return Grid.objects.select_related("unit").get(pk=index.ids[min(hits)]) if len(hits) else None


@lru_cache(maxsize=2)
def _index(count: int, last: int | None, revision: int | None) -> GridIndex:
    """The arguments say which state of the table this is; the last two states are kept."""
    rows = list(Grid.objects.order_by("code").values_list("pk", "polygon"))
    outlines = tuple(shapely.geometry.shape(polygon) for _pk, polygon in rows)
    return GridIndex(tuple(pk for pk, _polygon in rows), outlines, shapely.STRtree(outlines))
