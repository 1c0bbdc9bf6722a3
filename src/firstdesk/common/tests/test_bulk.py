from datetime import UTC, datetime

import pytest
from django.db import DataError

from firstdesk.common.bulk import insert_rows, update_rows, written_at_once
from firstdesk.directory.models import Unit
from firstdesk.directory.tests.factories import make_person, make_unit
from firstdesk.intake.models import Party, Report
from firstdesk.ledger.models import Chain, Entry
from firstdesk.matters.tests.factories import make_matter
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


def test_new_rows_get_their_keys_in_the_order_given() -> None:
    person = make_person()
    rows = [
        Notice(recipient=person, kind="x", text=f"“{number}” \\ ' \t文", values={"n": [number, '"']}, created_at=AT)
        for number in range(40)
    ]
    assert insert_rows(rows) == rows
    found = list(Notice.objects.order_by("pk"))
    assert [each.pk for each in found] == [row.pk for row in rows]
    assert [(each.text, each.values, each.created_at) for each in found] == [
        (row.text, row.values, row.created_at) for row in rows
    ]
    rows[0].text = "后来"
    rows[0].save()
    assert Notice.objects.count() == 40


def test_numbers_bytes_days_and_lists_arrive_as_they_were() -> None:
    matter = make_matter()
    entry = Entry.objects.get(chain=matter.ledger_chain)
    chain = Chain(name="x'\\", length=2**40, head=bytes(range(32)))
    insert_rows([chain])
    stored = Chain.objects.get(name="x'\\")
    assert (stored.length, bytes(stored.head)) == (2**40, bytes(range(32)))
    insert_rows(
        [
            Report(
                matter=matter,
                received_at=AT,
                occurred_at=AT,
                place="",
                narrative="",
                lng=0.1,
                lat=-1e-9,
                sketch=[3, -7],
            )
        ]
    )
    report = Report.objects.get(matter=matter)
    assert (report.lng, report.lat, report.sketch, report.contact) == (0.1, -1e-9, [3, -7], None)
    insert_rows([Party(matter=matter, role="party", keep_until=AT.date())])
    assert Party.objects.get().keep_until == AT.date()
    assert entry.seq == 1


def test_a_new_text_too_long_is_refused_too() -> None:
    with pytest.raises(DataError):
        insert_rows([Notice(recipient=make_person(), kind="长" * 500, text="t", created_at=AT)])


def test_a_fault_of_the_text_is_said() -> None:
    with pytest.raises(DataError):
        insert_rows([Notice(recipient=make_person(), kind="x", text="a\x00b", created_at=AT)])


def test_rows_of_several_models_are_written_by_one_statement(django_assert_num_queries) -> None:
    person = make_person()
    chains = [Chain(name=name, head=bytes(32)) for name in "cab"]
    with django_assert_num_queries(1), written_at_once():
        insert_rows(chains[:1])
        insert_rows([Notice(recipient=person, kind="x", text=f"文{number}", created_at=AT) for number in range(3)])
        with written_at_once():  # whatever runs inside joins
            insert_rows(chains[1:])
        insert_rows([])
    assert Chain.objects.filter(name__in="abc").count() == 3
    assert list(Notice.objects.order_by("pk").values_list("text", flat=True)) == ["文0", "文1", "文2"]
    insert_rows([Chain(name="d", head=bytes(32))])
    assert Chain.objects.filter(name="d").exists()


def test_a_key_given_beforehand_is_kept() -> None:
    row = Notice(pk=10**9, recipient=make_person(), kind="x", text="t", created_at=AT)
    assert insert_rows([row])[0].pk == 10**9 and Notice.objects.get().pk == 10**9


def test_nothing_is_written_where_the_verb_around_fails(django_assert_num_queries) -> None:
    with django_assert_num_queries(0), pytest.raises(RuntimeError), written_at_once():
        insert_rows([Chain(name="a", head=bytes(32))])
        raise RuntimeError
    with django_assert_num_queries(0), written_at_once():
        pass
    insert_rows([Chain(name="b", head=bytes(32))])
    assert [chain.name for chain in Chain.objects.filter(name__in="ab")] == ["b"]
