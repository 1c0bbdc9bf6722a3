"""Importing grid cells: all or nothing, every wrong cell named, overlaps told."""

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdesk.common.refusals import Refusal
from firstdesk.directory import selectors, services
from firstdesk.directory.models import Grid
from firstdesk.directory.tests.factories import SETUP, make_centre
from firstdesk.ledger.models import Entry

AT = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def box(west: float, south: float, size: float = 1.0) -> list[list[float]]:
    return [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]


def feature(code: str, ring: list[list[float]], **more: object) -> dict[str, Any]:
    properties = {"code": code, "name": f"网格{code}"} | more
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(*features: object) -> Mapping[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def test_cells_are_written_and_replaced() -> None:
    centre = make_centre()
    first = collection(feature("A", box(100, 20), unit=centre.community.code, zone="rural"), feature("B", box(101, 20)))
    done = services.import_grids(geojson=first, owner=centre.community, by=SETUP, at=AT)
    assert (done.created, done.updated, done.overlaps) == (2, 0, ())
    found = selectors.grid_at(100.5, 20.5)
    assert found is not None and (found.code, found.zone) == ("A", "rural")
    moved = collection(feature("A", box(110, 20)))
    assert services.import_grids(geojson=moved, owner=centre.community, by=SETUP, at=AT).updated == 1
    assert selectors.grid_at(100.5, 20.5) is None
    assert Entry.objects.filter(verb="grids.imported").count() == 2


BOW_TIE = [[100, 20], [101, 21], [101, 20], [100, 21], [100, 20]]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (feature("坏一", BOW_TIE), "坏一"),
        (feature("坏二", [[100, 20], [101, 20]]), "坏二"),
        (feature("坏三", box(100, 20), unit="nowhere"), "nowhere"),
        (feature("坏四", box(100, 20), zone="moon"), "moon"),
        (feature("坏五", box(500000, 20)), "坏五"),
        (feature("", box(100, 20)), "网格"),
        ({"type": "Feature", "properties": {"code": "点"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}, "点"),
        ({"type": "Feature", "properties": {"code": "空"}, "geometry": None}, "空"),
        (feature("好", box(102, 20)), "好"),
        ("nonsense", "2"),
    ],
)  # fmt: skip
def test_one_wrong_cell_and_nothing_is_saved(bad: Any, says: str) -> None:
    centre = make_centre()
    before = Grid.objects.count()
    with pytest.raises(Refusal) as refused:
        geojson = collection(feature("好", box(100, 20)), bad)
        services.import_grids(geojson=geojson, owner=centre.community, by=SETUP, at=AT)
    assert any(says in str(detail.message) for detail in refused.value.details)
    assert Grid.objects.count() == before


@pytest.mark.parametrize("nothing", [{}, {"features": []}, {"features": "x"}])
def test_no_feature_collection(nothing: Mapping[str, Any]) -> None:
    with pytest.raises(Refusal):
        services.import_grids(geojson=nothing, owner=None, by=SETUP, at=AT)


def test_overlaps_are_told_and_the_lower_code_owns() -> None:
    centre = make_centre()
    both = collection(feature("B", box(100.5, 20)), feature("A", box(100, 20)))
    done = services.import_grids(geojson=both, owner=centre.community, by=SETUP, at=AT)
    assert done.overlaps == (("A", "B"),)
    third = services.import_grids(
        geojson=collection(feature("C", box(100.2, 20.2))), owner=centre.community, by=SETUP, at=AT
    )
    assert third.overlaps == (("A", "C"), ("B", "C"))
    found = selectors.grid_at(100.7, 20.5)
    assert found is not None and found.code == "A"


@settings(deadline=None, max_examples=20)
@given(st.floats(0, 1))
def test_a_shared_border_has_one_owner(share: float) -> None:
    Grid.objects.filter(code__in=["W", "E"]).delete()
    centre = make_centre()
    cells = collection(feature("W", box(90, 10)), feature("E", box(91, 10)))
    services.import_grids(geojson=cells, owner=centre.community, by=SETUP, at=AT)
    found = selectors.grid_at(91, 10 + share)
    assert found is not None and found.code == "E"


def test_the_page() -> None:
    centre, client = make_centre(), Client()
    client.force_login(centre.people["admin"])
    address = reverse("directory:grids")
    assert client.get(address).status_code == 200

    def upload(content: bytes) -> Any:
        file = io.BytesIO(content)
        file.name = "cells.geojson"
        return client.post(address, {"file": file, "unit": centre.community.pk})

    assert upload(b"\xff\xfe").status_code == 422
    assert upload(b"[1, 2]").status_code == 422
    bad = upload(json.dumps(collection(feature("坏", BOW_TIE))).encode())
    assert bad.status_code == 422 and "坏" in bad.content.decode()
    assert upload(json.dumps(collection(feature("N", box(70, 30)))).encode()).status_code == 303
    assert Grid.objects.get(code="N").unit == centre.community
    officer = Client()
    officer.force_login(centre.people["intake"])
    assert officer.get(address).status_code == 403
