"""What PostgreSQL itself must refuse, asked of PostgreSQL."""

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import InternalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from firstdesk.config.middleware import read_only_get
from tests.guards.test_models import ours
from tests.support.source import report

pytestmark = pytest.mark.django_db
DELETE, UPDATE, TRUNCATE = 8, 16, 32  # bits of pg_trigger.tgtype


def test_a_get_cannot_write(rf: RequestFactory) -> None:
    """A link that changes something is followed by prefetchers, scanners and by mistake."""

    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE written_by_a_get (id int)")
        return HttpResponse()

    with pytest.raises(InternalError, match="read-only transaction"), transaction.atomic():
        read_only_get(view)(rf.get("/"))
    read_only_get(view)(rf.post("/"))


def test_notes_of_a_reading_are_written_after_the_page(rf: RequestFactory) -> None:
    """Who looked is noted after the page is made and before it is handed over."""
    order = []

    def view(request: HttpRequest) -> HttpResponse:
        request.after_read.append(lambda: order.append("noted"))  # type: ignore[attr-defined]
        order.append("made")
        return HttpResponse()

    read_only_get(view)(rf.get("/"))
    assert order == ["made", "noted"]


def test_every_get_passes_there() -> None:
    assert "firstdesk.config.middleware.read_only_get" in settings.MIDDLEWARE


def test_append_only_is_enforced() -> None:
    """Manners are not proof: a trigger refuses to change, delete or empty an append-only table."""
    found = []
    for model in ours():
        if model.mutability != "append_only":  # type: ignore[attr-defined]
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(bit_or(tgtype), 0) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
                [model._meta.db_table],
            )
            covered = cursor.fetchone()[0]
        missing = [
            name for name, bit in (("UPDATE", UPDATE), ("DELETE", DELETE), ("TRUNCATE", TRUNCATE)) if not covered & bit
        ]
        if missing:
            found.append(f"{model._meta.label}: {', '.join(missing)}")
    report(found, why="No trigger refuses these on append-only tables:")
