"""Every word written about a matter goes when its time is over; the record of what was done stays and still holds."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import DatabaseError, connection, models, transaction

from firstdesk.common.retention import ERASED, Words, registry
from firstdesk.files.models import File
from firstdesk.ledger import digest
from firstdesk.ledger import services as ledger
from firstdesk.ledger.models import Entry
from firstdesk.matters import services
from firstdesk.matters.models import Matter
from firstdesk.matters.services import retention
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db
SAID = "王大力住在三号楼"
LATER = timedelta(days=4 * 366)
FILED = timedelta(days=11 * 366)  # an archive's term is over by then
REGISTRY = {words.model._meta.label: words for words in registry(Matter)}
_numbers = count(1)

OTHER = "another one than that of the other columns"
NEEDED = "one that is made for it"

# Where a row of any values would break a rule of its table: the hardest row that is allowed.
ALLOWED: Mapping[str, Mapping[str, object]] = {
    "followup.Rating": {"level": None},
    "followup.CallBack": {"satisfaction": 1},
    "followup.Task": {"outcome": "told"},
    "intake.Contact": {"state": "dropped"},
    "dispatch.Turnout": {"state": "finished"},
    "dispatch.Referral": {"from_unit": OTHER, "state": "objected"},
    "dispatch.Task": {"from_unit": OTHER, "state": "done"},
    "dispatch.Service": {"state": "ended"},
    "complaints.Compensation": {"state": "explained", "settled_at": None, "settled_by": None},
    "oversight.Application": {"kind": "voiding", "state": "refused", "asked_by": OTHER},
    "oversight.Supervision": {"state": "lifted"},
    "mediation.Case": {"state": "closed"},
    "mediation.Party": {"side": 1, "identity": ""},
    "mediation.Committee": {"term_to": date(2029, 1, 1)},
    "mediation.Failure": {"reason": "withdrawn"},
    "mediation.Signature": {"way": "seal"},
    "mediation.Visit": {"stars": 5},
    "screening.Major": {"ended_at": None, "ended_by": None},
    "mediation.ReadOver": {"party": NEEDED},
    "mediation.Term": {"kind": "do", "amount": None, "creditor": OTHER},
    "checks.Draw": {"state": "drawn"},
    "checks.Recheck": {"state": "done"},
    "checks.Mark": {"recheck": NEEDED},
    "checks.Finding": {"recheck": NEEDED, "state": "closed"},
    "checks.Order": {"state": "ended", "answered_by": OTHER},
    "checks.Opinion": {"state": "turned"},
}


def filled(model: type[models.Model], known: Mapping[type[models.Model], models.Model], at: datetime) -> models.Model:
    """A row of a model with words in every column that can hold some, and what it needs to be there."""
    label, values = model._meta.label, {}
    for field in model._meta.concrete_fields:
        if field.name in ALLOWED.get(label, {}):
            given = ALLOWED[label][field.name]
            values[field.attname] = _given(given, field, known, at)
        elif not isinstance(field, models.AutoField):
            values[field.attname] = _value(field, known, at)
    row = model(**values)
    row.save(force_insert=True)
    return row


def _given(given: object, field: Any, known: Mapping[type[models.Model], models.Model], at: datetime) -> object:
    if given == NEEDED:
        return filled(field.related_model, known, at).pk
    if given != OTHER:
        return given
    if field.related_model not in known:
        return filled(field.related_model, known, at).pk
    rows = field.related_model._default_manager.exclude(pk=known[field.related_model].pk)
    return rows.order_by("pk").first().pk


def _value(field: Any, known: Mapping[type[models.Model], models.Model], at: datetime) -> object:
    if field.is_relation:
        if field.null:
            return getattr(known.get(field.related_model), "pk", None)
        found = known.get(field.related_model) or field.related_model._default_manager.order_by("pk").first()
        return (found or filled(field.related_model, known, at)).pk
    if field.name == "matter_id":
        return known[Matter].pk
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.DateTimeField):
        return at
    if isinstance(field, DateTimeRangeField):
        return (at, at + timedelta(hours=1))
    if isinstance(field, models.DateField):
        return date(2026, 1, 1)
    if isinstance(field, models.JSONField):
        return [SAID] if field.default is list else {"why": SAID}
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.UUIDField | models.FloatField) or field.has_default():
        return field.get_default()
    if isinstance(field, models.CharField | models.TextField):
        return SAID if field.max_length is None or field.max_length > 20 else str(next(_numbers))
    return next(_numbers)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def matter(desk: Desk) -> Matter:
    return make_matter(desk, state=State.CLOSED)


def written(words: Words, matter: Matter, desk: Desk) -> models.Model:
    """A row of the model, of this matter, with words in it."""
    known = {
        Matter: matter,
        File: filled(File, {}, desk.at),
        apps.get_model("directory.User"): desk.officer,
        apps.get_model("directory.Unit"): desk.centre.unit,
    }
    if words.model is Matter:
        Matter.objects.filter(pk=matter.pk).update(title=SAID, ended_reason=SAID)
        return matter
    if words.model._meta.label == "intake.Contact":
        contact = filled(words.model, known, desk.at)
        filled(apps.get_model("intake.Report"), {**known, words.model: contact}, desk.at)
        return contact
    return filled(words.model, known, desk.at)


@pytest.mark.parametrize("label", sorted(REGISTRY))
def test_no_word_is_left_in_any_table(label: str, desk: Desk, matter: Matter) -> None:
    words = REGISTRY[label]
    row = written(words, matter, desk)
    assert all(getattr(row, name) for name in words.files)
    assert retention.erase_expired(at=desk.at + (FILED if words.held_by else LATER)) == 1
    row.refresh_from_db()
    assert not any(getattr(row, name) for name in words.files)
    for name in words.erased + words.blanked:
        assert getattr(row, name) in ("", ERASED, {}, []), name
    assert SAID not in str([getattr(row, name) for name in words.erased + words.blanked])
    assert Entry.objects.filter(chain=matter.ledger_chain, verb="words.erased").count() == 1


@pytest.mark.parametrize("label", sorted(REGISTRY))
def test_what_only_grows_gives_its_words_up_and_nothing_else(label: str, desk: Desk, matter: Matter) -> None:
    words = REGISTRY[label]
    if words.model.mutability != "append_only":  # type: ignore[attr-defined]
        return
    row = written(words, matter, desk)
    table = words.model._meta.db_table
    column = [*words.erased, *words.blanked, *(f"{each}_id" for each in words.files)][0]
    for change in (f"SET {column} = 'anything else'", f"SET {column} = {column}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} {change} WHERE {words.model._meta.pk.column} = %s", [row.pk])
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


@pytest.mark.parametrize("state", [State.HANDLING, State.FOLLOW_UP])
def test_an_open_matter_keeps_its_words_however_old(state: str, desk: Desk) -> None:
    matter = make_matter(desk, state=state)
    assert retention.erase_expired(at=desk.at + LATER) == 0
    matter.refresh_from_db()
    assert matter.title.startswith("楼上漏水")


def test_not_before_the_day_and_once(desk: Desk, matter: Matter) -> None:
    registered = matter.registered_at
    day = registered.replace(year=registered.year + 3)
    assert retention.erase_expired(at=day - timedelta(days=1)) == 0
    assert retention.erase_expired(at=day + timedelta(days=2)) == 1
    assert retention.erase_expired(at=day + timedelta(days=3)) == 0
    assert Entry.objects.filter(verb="words.erased").count() == 1


def test_what_has_ended_a_moment_ago_rests_first(desk: Desk) -> None:
    matter = make_matter(desk)
    ended = desk.at + LATER
    services.withdraw(matter, reason=SAID, by=desk.by, at=ended)
    assert retention.erase_expired(at=ended + timedelta(days=59)) == 0
    assert retention.erase_expired(at=ended + timedelta(days=61)) == 1


def test_taken_up_again_and_ended_again_it_is_erased_again(desk: Desk, matter: Matter) -> None:
    assert retention.erase_expired(at=desk.at + LATER) == 1
    matter.refresh_from_db()
    again = desk.at + LATER + timedelta(days=1)
    services.reopen(matter, reason="又来反映", by=desk.by, at=again)
    services.withdraw(matter, reason=SAID, by=desk.by, at=again)
    assert retention.erase_expired(at=again + timedelta(days=61)) == 1
    matter.refresh_from_db()
    assert matter.ended_reason == ERASED


def test_the_reasons_leave_the_record_and_its_chain_still_holds(desk: Desk) -> None:
    matter = make_matter(desk)
    services.withdraw(matter, reason=SAID, by=desk.by, at=desk.at)
    entry = Entry.objects.get(chain=matter.ledger_chain, verb="matter.withdrawn")
    assert entry.reason == SAID and SAID not in entry.before_json + entry.after_json
    retention.erase_expired(at=desk.at + LATER)
    entry.refresh_from_db()
    assert (entry.reason, entry.salt) == ("", "") and entry.seal
    columns = ledger.hashed_columns(entry)
    assert SAID not in str(columns)
    for each in Entry.objects.filter(chain=matter.ledger_chain).order_by("seq"):
        assert bytes(each.hash) == _hash(each)


def _hash(entry: Entry) -> bytes:
    return digest.link(bytes(entry.prev_hash), digest.payload(ledger.hashed_columns(entry)))


def test_another_matter_keeps_what_was_written_of_it(desk: Desk, matter: Matter) -> None:
    other = make_matter(desk, state=State.HANDLING)
    note = written(REGISTRY["teamwork.Note"], other, desk)
    retention.erase_expired(at=desk.at + LATER)
    note.refresh_from_db()
    assert note.text == SAID  # type: ignore[attr-defined]
