"""Notes: for colleagues, never changed, never in the record, never shown to the person who asked."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError
from django.test import Client
from django.urls import reverse

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.services.retention import erase_expired
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.teamwork import selectors
from firstdesk.teamwork.models import Note
from firstdesk.teamwork.services import NewNote, write_note

pytestmark = pytest.mark.django_db
WORDS = "家属情绪激动，先联系社区"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def matter(desk: Desk) -> Matter:
    return make_matter(desk, state=State.OFFERED)


def write(matter: Matter, person: User, desk: Desk, text: str = WORDS, **values: object) -> Note:
    return write_note(matter, NewNote(text, **values), by=acting(person, desk.at), at=desk.at)  # type: ignore[arg-type]


def test_it_is_kept_and_the_record_has_no_word_of_it(desk: Desk, matter: Matter) -> None:
    before = matter.changed_at
    note = write(matter, desk.officer, desk)
    entry = Entry.objects.get(verb="note.written")
    assert entry.chain == matter.ledger_chain and WORDS[:4] not in entry.after_json + entry.reason
    matter.refresh_from_db()
    assert matter.changed_at == before  # nobody's form is stale
    assert [each.note for each in selectors.shown(matter, acting(desk.officer, desk.at))] == [note]


def test_pressed_twice_it_is_one_note(desk: Desk, matter: Matter) -> None:
    first = write(matter, desk.officer, desk, last=0)
    assert write(matter, desk.officer, desk, last=0) == first
    assert (Note.objects.count(), Entry.objects.filter(verb="note.written").count()) == (1, 1)
    again = write(matter, desk.officer, desk, last=first.pk)  # the page showed the first: they mean it
    assert again != first
    other = write(matter, desk.centre.people["director"], desk, last=0)
    assert other not in {first, again}


def test_the_form_says_what_the_page_showed(desk: Desk, matter: Matter) -> None:
    note = write(matter, desk.officer, desk)
    client, address = Client(), reverse("teamwork:write", args=[matter.number])
    client.force_login(desk.officer)
    for _press in range(2):
        assert client.post(address, {"text": "已联系社区", "last": note.pk}).status_code == 303
    assert Note.objects.filter(text="已联系社区").count() == 1


def test_nobody_changes_or_deletes_it(desk: Desk, matter: Matter) -> None:
    note = write(matter, desk.officer, desk)
    for attempt in (
        lambda: Note.objects.filter(pk=note.pk).update(text="换一种说法"),
        lambda: Note.objects.filter(pk=note.pk).update(text="", noted_by=desk.centre.people["director"]),
        lambda: Note.objects.filter(pk=note.pk).delete(),
    ):
        with pytest.raises((InternalError, IntegrityError), match="only ever erased"), transaction.atomic():
            attempt()


def test_a_correction_is_another_note_by_the_same_person_once(desk: Desk, matter: Matter) -> None:
    first = write(matter, desk.officer, desk)
    second = write(matter, desk.officer, desk, "更正：已联系社区", corrects=first)
    lines = selectors.shown(matter, acting(desk.officer, desk.at))
    assert [(each.note, each.is_corrected, each.may_correct) for each in lines] == [
        (second, False, True),
        (first, True, False),
    ]
    with pytest.raises(NotAllowed):
        write(matter, desk.officer, desk, "再更正", corrects=first)
    with pytest.raises(NotAllowed):
        write(matter, desk.centre.people["director"], desk, "代为更正", corrects=second)


@pytest.mark.parametrize("text", ["", "   ", "字" * 4001])
def test_nothing_and_too_much_is_refused(desk: Desk, matter: Matter, text: str) -> None:
    with pytest.raises(Refusal):
        write(matter, desk.officer, desk, text)


@pytest.mark.parametrize("post", ["supervisor", "archive"])
def test_who_only_reads_writes_nothing(desk: Desk, matter: Matter, post: str) -> None:
    with pytest.raises(NotAllowed):
        write(matter, desk.centre.people[post], desk)


def test_a_note_for_the_own_unit_is_unknown_to_others(desk: Desk, matter: Matter) -> None:
    write(matter, desk.officer, desk, only_unit=True)
    open_one = write(matter, desk.officer, desk, "大家都可以看")
    liaison = acting(desk.centre.linkage_people["liaison"], desk.at)
    assert [each.note for each in selectors.shown(matter, liaison)] == [open_one]
    assert len(selectors.shown(matter, acting(desk.centre.people["director"], desk.at))) == 2


def test_who_is_named_is_told_once(desk: Desk, matter: Matter) -> None:
    director, liaison = desk.centre.people["director"], desk.centre.linkage_people["liaison"]
    note = write(matter, desk.officer, desk, f"@{director}请看，@{liaison.username} 已到场，@{director} 再看；a@b.cn")
    assert set(Notice.objects.values_list("recipient", "kind")) == {(p.pk, "note.named") for p in (director, liaison)}
    assert Notice.objects.first().url.endswith(f"/#note-{note.pk}")  # type: ignore[union-attr]
    (line,) = selectors.shown(matter, acting(desk.officer, desk.at))
    assert "".join(piece.text for piece in line.pieces) == note.text
    assert [piece.text for piece in line.pieces if piece.is_name].count(f"@{director}") == 2


def test_a_mention_that_reaches_nobody_is_refused(desk: Desk, matter: Matter) -> None:
    stranger = make_desk().officer
    for text in ("@没有这个人 请看", f"@{stranger} 请看", f"@{stranger.username} 请看"):
        with pytest.raises(Refusal):
            write(matter, desk.officer, desk, text)
    liaison = desk.centre.linkage_people["liaison"]
    with pytest.raises(Refusal):
        write(matter, desk.officer, desk, f"@{liaison} 内部说", only_unit=True)
    assert not Note.objects.exists() and not Notice.objects.exists()


def test_two_of_one_name_are_told_apart_by_user_name(desk: Desk, matter: Matter) -> None:
    people = desk.centre.people["director"], desk.centre.people["group_leader"]
    User.objects.filter(pk__in=[each.pk for each in people]).update(first_name="陈伟")
    with pytest.raises(Refusal, match=people[0].username):
        write(matter, desk.officer, desk, "@陈伟 请看")
    write(matter, desk.officer, desk, f"@{people[0].username} 请看")
    assert Notice.objects.get().recipient == people[0]


def test_the_words_go_when_their_time_is_over_and_the_note_stays(desk: Desk) -> None:
    ended, running = make_matter(desk, state=State.CLOSED), make_matter(desk)
    for each in (ended, running):
        write(each, desk.officer, desk)
    assert erase_expired(at=desk.at + timedelta(days=365)) == 0  # the one job of `matters`, over what is declared here
    assert erase_expired(at=desk.at + timedelta(days=4 * 365)) == 1
    assert erase_expired(at=desk.at + timedelta(days=4 * 365)) == 0
    assert {note.matter_id: note.text for note in Note.objects.all()} == {ended.pk: "—", running.pk: WORDS}
    assert Entry.objects.get(verb="words.erased").chain == ended.ledger_chain


def test_the_page_without_javascript_and_with(client: Client, desk: Desk, matter: Matter) -> None:
    client.force_login(desk.officer)
    address = reverse("teamwork:write", args=[matter.number])
    answer = client.post(address, {"text": WORDS})
    assert (answer.status_code, answer["Location"]) == (303, f"/matters/{matter.number}/#panel-teamwork")
    swapped = client.post(address, {"text": "第二条"}, headers={"HX-Request": "true"}).content.decode()
    assert WORDS in swapped and 'id="panel-teamwork"' in swapped
    page = client.get(reverse("workbench:matter", args=[matter.number])).content.decode()
    assert WORDS in page and "第二条" in page
    refused = client.post(address, {"text": "@没有这个人 先别丢"})
    assert refused.status_code == 422 and "@没有这个人 先别丢" in refused.content.decode()


def test_the_person_who_asked_never_sees_it(client: Client, desk: Desk, matter: Matter) -> None:
    write(matter, desk.officer, desk)
    assert WORDS not in client.get(reverse("portal:follow", args=[matter.token])).content.decode()


def test_a_stranger_finds_nothing(client: Client, desk: Desk, matter: Matter) -> None:
    write(matter, desk.officer, desk)
    client.force_login(make_desk().officer)
    for page in ("write", "here"):
        assert client.post(reverse(f"teamwork:{page}", args=[matter.number]), {"text": "x"}).status_code == 404
    assert client.get(reverse("teamwork:panel", args=[matter.number])).status_code == 404


def test_the_number_of_queries_does_not_grow(desk: Desk, matter: Matter) -> None:
    reader = acting(desk.officer, desk.at)

    def cost() -> int:
        with connection.execute_wrapper(count := Counted()):
            selectors.panel(matter, reader)
        return count.number

    write(matter, desk.officer, desk, f"@{desk.centre.people['director']} 一")
    few = cost()
    for _each in range(8):
        write(matter, desk.centre.people["director"], desk, f"@{desk.officer} 多")
    assert cost() == few <= 3


class Counted:
    """Counts statements."""

    number = 0

    def __call__(self, execute: object, *rest: object) -> object:
        self.number += 1
        return execute(*rest)  # type: ignore[operator]
