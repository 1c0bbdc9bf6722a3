"""The grids of a centre as a map anybody's browser can draw: one SVG, no tiles, nothing fetched from elsewhere."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from firstdesk.directory.models import Grid, Unit

WIDTH = 600.0
MOST = 400  # cells drawn; beyond that the list alone serves


@dataclass(frozen=True)
class Cell:
    """A grid cell as a path."""

    grid: Grid
    path: str
    x: float  # where its name stands
    y: float


@dataclass(frozen=True)
class GridMap:
    """Cells and the arithmetic from a click back to longitude and latitude: lng = west + x / kx, lat = north - y / ky."""

    cells: Sequence[Cell]
    west: float
    north: float
    kx: float
    ky: float
    width: float
    height: float


def grids_of(centre: Unit) -> list[Grid]:
    """The cells of the centre's own subtree; where it has none, those of the place it stands in."""
    for path in [centre.path, centre.parent.path if centre.parent else ""]:
        found = list(Grid.objects.filter(unit__path__startswith=path).select_related("unit").order_by("code"))
        if found and path:
            return found
    return []


def grid_map(grids: Sequence[Grid]) -> GridMap | None:
    """The cells drawn to one scale; none where there is nothing, or too much, to draw."""
    if not grids or len(grids) > MOST:
        return None
    west, east = min(grid.min_lng for grid in grids), max(grid.max_lng for grid in grids)
    south, north = min(grid.min_lat for grid in grids), max(grid.max_lat for grid in grids)
    kx = WIDTH / max(east - west, 1e-9)
    ky = kx / math.cos(math.radians((south + north) / 2))  # a degree of longitude is shorter than one of latitude
    drawn = GridMap([], west, north, kx, ky, WIDTH, round((north - south) * ky, 1))
    return GridMap([_cell(grid, drawn) for grid in grids], west, north, kx, ky, WIDTH, drawn.height)


def _cell(grid: Grid, on: GridMap) -> Cell:
    shape = grid.polygon
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    rings = [ring for polygon in polygons for ring in polygon]
    path = "".join(f"M{' '.join(_point(point, on) for point in ring)}Z" for ring in rings)
    x = ((grid.min_lng + grid.max_lng) / 2 - on.west) * on.kx
    y = (on.north - (grid.min_lat + grid.max_lat) / 2) * on.ky
    return Cell(grid, path, round(x, 1), round(y, 1))


def _point(point: Sequence[float], on: GridMap) -> str:
    return f"{(point[0] - on.west) * on.kx:.1f},{(on.north - point[1]) * on.ky:.1f}"
