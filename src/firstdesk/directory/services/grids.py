"""Importing grid cells from GeoJSON: all or nothing, every wrong cell named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from firstdesk.common.later import Later
from firstdesk.common.refusals import Detail, Refusal, at_field
from firstdesk.directory.models import Grid, Unit, Zone
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor

if TYPE_CHECKING:
    import shapely
    import shapely.errors
    import shapely.geometry
else:
    shapely = Later("shapely")

TOLERANCE = 1e-9  # square degrees, about ten square metres: drawn borders never meet exactly


@dataclass(frozen=True)
class Cell:
    """A cell as the file gives it, checked."""

    code: str
    name: str
    unit: Unit
    zone: str
    outline: "shapely.Geometry"
    polygon: Mapping[str, Any]


@dataclass(frozen=True)
class GridImport:
    """What an import did. Overlaps are pairs of codes: a point there goes to the lower code."""

    created: int
    updated: int
    overlaps: tuple[tuple[str, str], ...]


class _Wrong(Exception):
    """One thing wrong with one cell."""


@transaction.atomic
def import_grids(*, geojson: Mapping[str, Any], owner: Unit | None, by: Actor, at: datetime) -> GridImport:
    """Write every cell of a FeatureCollection, by code. `owner` is for cells that name no unit. One wrong cell: nothing."""
    cells = _checked(geojson, owner)
    revision = (Grid.objects.aggregate(last=Max("revision"))["last"] or 0) + 1
    known = {grid.code: grid for grid in Grid.objects.filter(code__in=[cell.code for cell in cells])}
    for cell in cells:
        west, south, east, north = cell.outline.bounds
        Grid.objects.update_or_create(
            code=cell.code,
            defaults={
                "name": cell.name,
                "unit": cell.unit,
                "zone": cell.zone,
                "polygon": cell.polygon,
                "min_lng": west,
                "min_lat": south,
                "max_lng": east,
                "max_lat": north,
                "revision": revision,
            },
        )
    done = GridImport(len(cells) - len(known), len(known), _overlaps(cells))
    after = {"created": done.created, "updated": done.updated, "overlaps": [list(pair) for pair in done.overlaps]}
    ledger.append(
        ledger.Draft(
            chain="grids",
            verb="grids.imported",
            by=by,
            at=at,
            subject_kind="directory.Grid",
            subject_id=revision,
            after=after,
        )
    )
    return done


def _checked(geojson: Mapping[str, Any], owner: Unit | None) -> list[Cell]:
    features = geojson.get("features") if isinstance(geojson, Mapping) else None
    if not isinstance(features, list) or not features:
        raise at_field(
            "file",
            _("This is no GeoJSON FeatureCollection with at least one feature."),
            whole=_("Nothing was imported."),
        )
    units = {unit.code: unit for unit in Unit.objects.filter(is_active=True)}
    cells: dict[str, Cell] = {}
    wrong: list[Detail] = []
    for number, feature in enumerate(features, 1):
        try:
            cell = _cell(feature, units, owner)
            if cell.code in cells:
                raise _Wrong(_("the code stands twice in the file"))
            cells[cell.code] = cell
        except _Wrong as problem:
            wrong.append(Detail("file", f"{_label(feature, number)}: {problem}"))
    if wrong:
        raise Refusal(_("Nothing was imported. Put right what is named and import the file again."), details=wrong)
    return list(cells.values())


def _label(feature: Any, number: int) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    named = [str(properties[key]) for key in ("code", "name") if properties.get(key)] if properties else []
    return " ".join(named) or _("feature %(number)d") % {"number": number}


def _cell(feature: Any, units: Mapping[str, Unit], owner: Unit | None) -> Cell:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise _Wrong(_("it has no properties"))
    properties = feature["properties"]
    code = str(properties.get("code") or "").strip()
    if not code:
        raise _Wrong(_("it has no code"))
    asked = str(properties.get("unit") or "").strip()
    unit = units.get(asked) if asked else owner
    if unit is None:
        raise _Wrong(_("there is no unit “%(unit)s”") % {"unit": asked} if asked else _("it names no unit"))
    zone = str(properties.get("zone") or Zone.URBAN)
    if zone not in Zone.values:
        raise _Wrong(_("the zone “%(zone)s” is not one of %(known)s") % {"zone": zone, "known": ", ".join(Zone.values)})
    outline = _outline(feature.get("geometry"))
    return Cell(code, str(properties.get("name") or code), unit, zone, outline, feature["geometry"])


def _outline(geometry: Any) -> "shapely.Geometry":
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise _Wrong(_("its geometry is neither Polygon nor MultiPolygon"))
    try:
        outline = shapely.geometry.shape(geometry)
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise _Wrong(_("its geometry cannot be read")) from error
    if outline.is_empty:
        raise _Wrong(_("its geometry is empty"))
    if not outline.is_valid:
        raise _Wrong(_("its geometry is invalid: %(why)s") % {"why": shapely.is_valid_reason(outline)})
    west, south, east, north = outline.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise _Wrong(_("its coordinates are no longitude and latitude"))
    return outline


def _overlaps(cells: Sequence[Cell]) -> tuple[tuple[str, str], ...]:
    """Pairs that share an area, among the new cells and between them and all others."""
    others = Grid.objects.exclude(code__in=[cell.code for cell in cells]).values_list("code", "polygon")
    every = [(cell.code, cell.outline) for cell in cells] + [
        (code, shapely.geometry.shape(polygon)) for code, polygon in others
    ]
    tree = shapely.STRtree([outline for _code, outline in every])
    pairs = set()
    for code, outline in every[: len(cells)]:
        for index in tree.query(outline, predicate="intersects"):
            other, area = every[index]
            if other != code and outline.intersection(area).area > TOLERANCE:
                pairs.add((min(code, other), max(code, other)))
    return tuple(sorted(pairs))
