from datetime import UTC, datetime

import pytest
from django.db import DataError

from firstdesk.common.bulk import update_rows
from firstdesk.directory.models import Unit
from firstdesk.directory.tests.factories import make_person, make_unit
from firstdesk.notices.models import Notice

pytestmark = pytest.mark.django_db
AT = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)


def test_every_row_gets_its_own_values() -> None:
    person = make_person()
    rows = [Notice.objects.create(recipient=person, kind="x", text="t", created_at=AT) for _ in range(3)]
    for number, row in enumerate(rows):
        row.values, row.matter_id, row.read_at, row.text = {"n": number, "字": '"\\'}, number or None, AT, f"文{number}"
    assert update_rows(rows, ["values", "matter_id", "read_at"]) == 3
    found = list(Notice.objects.order_by("pk"))
    assert [row.values for row in found] == [{"n": n, "字": '"\\'} for n in range(3)]
    assert [row.matter_id for row in found] == [None, 1, 2]
    assert {row.read_at for row in found} == {AT}
    assert {row.text for row in found} == {"t"}  # not among the fields


def test_a_foreign_key_is_written_by_its_name() -> None:
    parent, child = make_unit(), make_unit()
    child.parent = parent
    update_rows([child], ["parent"])
    assert Unit.objects.get(pk=child.pk).parent == parent


def test_nothing_to_write() -> None:
    assert update_rows([], ["text"]) == 0


def test_a_text_too_long_is_refused_rather_than_cut() -> None:
    unit = make_unit()
    unit.name = "长" * 500
    with pytest.raises(DataError):
        update_rows([unit], ["name"])
