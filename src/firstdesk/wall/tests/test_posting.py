"""Made known: put up with its photo, looked at again, taken down; who may, what is refused, what it does to the figures."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstdesk.common.refusals import Conflict, Refusal
from firstdesk.directory.models import CentreKind, Unit
from firstdesk.files import services as files
from firstdesk.files.models import File
from firstdesk.files.tests.samples import picture
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.regulations import selectors as regulations
from firstdesk.wall.models import Posting, WallFigure
from firstdesk.wall.selectors import boards
from firstdesk.wall.selectors.counting import Month
from firstdesk.wall.services import figures
from firstdesk.wall.services import posting as services
from firstdesk.wall.services.posting import NewPosting
from firstdesk.wall.states import Form, Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk(CentreKind.POLICE_OFFICE)


@pytest.fixture
def photo(desk: Desk) -> File:
    return files.store(SimpleUploadedFile("wall.jpg", picture(), "image/jpeg"), by=desk.by, at=desk.at)


def by(desk: Desk) -> Actor:
    person = desk.centre.people["director"]
    return Actor(person_id=person.pk, name=str(person), unit_id=desk.centre.unit.pk)


def new(desk: Desk, **values: object) -> NewPosting:
    asked: dict[str, object] = {
        "unit": desk.centre.unit, "rule_id": "cp.post.promise", "item": "limits", "form": Form.ONLINE, "text": "三日内答复",
        "since": desk.at.date(),
    }  # fmt: skip
    return NewPosting(**(asked | values))  # type: ignore[arg-type]


def standing(desk: Desk, item: str, on: date, unit: Unit | None = None) -> Standing:
    (shelf,) = boards.shelves(regulations.current(desk.at), [unit or desk.centre.unit], on)
    return next(thing.standing for thing in shelf.things if thing.item.id == item)


def test_what_is_posted_stands_until_it_must_be_looked_at_again(desk: Desk) -> None:
    today = desk.at.date()
    assert standing(desk, "limits", today) == Standing.LACKING
    services.post(new(desk), by=by(desk), at=desk.at)
    assert standing(desk, "limits", today) == Standing.STANDING
    assert standing(desk, "limits", today + timedelta(days=90)) == Standing.STANDING
    assert standing(desk, "limits", today + timedelta(days=91)) == Standing.UNCHECKED
    assert Entry.objects.filter(verb="posting.posted", chain=f"unit:{desk.centre.unit.pk}").count() == 1


def test_what_was_to_be_renewed_is_outdated(desk: Desk) -> None:
    services.post(new(desk, rule_id="cp.post.prevention", item="law"), by=by(desk), at=desk.at)
    assert standing(desk, "law", desk.at.date() + timedelta(days=31)) == Standing.STANDING
    assert standing(desk, "law", desk.at.date() + timedelta(days=32)) == Standing.OUTDATED


def test_whoever_looks_and_finds_it_wrong_makes_it_lacking(desk: Desk) -> None:
    made = services.post(new(desk), by=by(desk), at=desk.at)
    with pytest.raises(Refusal):
        services.look(made, is_as_posted=False, by=by(desk), at=desk.later(days=1))
    services.look(made, is_as_posted=False, note="被遮住", by=by(desk), at=desk.later(days=1))
    assert standing(desk, "limits", desk.later(days=1).date()) == Standing.LACKING
    services.look(made, is_as_posted=True, by=by(desk), at=desk.later(days=2))
    assert standing(desk, "limits", desk.later(days=2).date()) == Standing.STANDING


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"item": "nothing"}, "item"),
        ({"rule_id": "ws.post.station_wall", "item": "ethics"}, "item"),  # owed by stations
        ({"text": "  "}, "text"),
        ({"form": Form.PLACE, "place": "大厅"}, "photo"),
        ({"form": Form.PLACE}, "place"),
        ({"form": Form.HANDOUT, "place": "柜台"}, "form"),  # the clause asks for a wall or this page
        ({"since": date(2025, 10, 1)}, "since"),  # not up yet
        ({"until": date(2025, 9, 1)}, "until"),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_field(desk: Desk, values: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        services.post(new(desk, **values), by=by(desk), at=desk.at)
    assert [detail.field for detail in refused.value.details] == [field]
    assert not Posting.objects.exists()


def test_a_new_one_takes_the_place_of_the_old(desk: Desk) -> None:
    old = services.post(new(desk), by=by(desk), at=desk.at)
    services.post(new(desk, text="一日内答复"), by=by(desk), at=desk.later(hours=1))
    old.refresh_from_db()
    assert old.removed_at is not None
    with pytest.raises(Conflict):
        services.take_down(old, reason="旧的", by=by(desk), at=desk.later(hours=2))
    assert Posting.objects.filter(removed_at=None).count() == 1


def test_who_says_what_they_are_owes_what_that_actor_owes(desk: Desk) -> None:
    unit, book = desk.centre.linkage, regulations.current(desk.at)
    ids = {rule.id for rule in boards.owed_by(book, unit, [])}
    assert "ss.post.unit_promise" in ids and "ws.post.vehicle_wall" not in ids
    services.answer_for(unit, actor="vehicle administration office", by=by(desk), at=desk.at)
    (shelf,) = boards.shelves(book, [unit], desk.at.date())
    assert "ws.post.vehicle_wall" in {thing.rule.id for thing in shelf.things}
    with pytest.raises(Refusal):
        services.answer_for(unit, actor="astronaut", by=by(desk), at=desk.at)


def test_the_figure_of_a_month_is_how_it_stood_on_its_last_day(desk: Desk, photo: File) -> None:
    made = services.post(new(desk, form=Form.PLACE, place="大厅", text="", photo=photo), by=by(desk), at=desk.at)
    figures.refresh(at=desk.at)
    services.take_down(made, reason="更换", by=by(desk), at=desk.later(days=10))
    figures.refresh(at=desk.later(days=20))
    rows = WallFigure.objects.filter(carrier="cp.post.promise", centre=desk.centre.unit).order_by("month")
    assert [(row.kept, row.missed) for row in rows][-2:] == [(1, 3), (0, 4)]


def test_the_board_is_public_and_the_photo_is_not(desk: Desk, photo: File, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = new(desk, form=Form.PLACE, place="入口左侧", text="办理时限三日", file=photo, photo=photo)
    made = services.post(paper, by=by(desk), at=desk.at)
    html = Client().get(f"/wall/{desk.centre.unit.code}/postings/").content.decode()
    assert "入口左侧" in html and "办理时限三日" in html
    for person in desk.centre.people.values():
        assert str(person) not in html
    assert Client().get(f"/postings/{made.pk}/file/").status_code == 200
    assert Client().get(f"/postings/{made.pk}/photo/").status_code == 404
    services.take_down(made, reason="更换", by=by(desk), at=desk.later(days=1))
    assert Client().get(f"/postings/{made.pk}/file/").status_code == 404


def test_the_form_posts_for_the_own_organisations_and_for_no_other(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.centre.people["director"])
    values = {"form": "online", "text": "三日内答复", "since": "2025-09-01"}
    own = f"{desk.centre.unit.pk}|cp.post.promise|limits"
    answer = client.post("/postings/new/", values | {"what": own})
    assert answer.status_code == 303, answer.content.decode()
    made = Posting.objects.get()
    assert client.get(answer["Location"]).status_code == 200
    foreign = f"{desk.centre.jurisdiction.pk}|cp.post.promise|limits"
    assert client.post("/postings/new/", values | {"what": foreign}).status_code == 422
    client.force_login(desk.centre.linkage_people["liaison"])
    assert client.post(f"/postings/{made.pk}/remove/", {"reason": "x"}).status_code == 403
    assert Posting.objects.filter(removed_at=None).count() == 1


def test_before_it_was_entered_or_said_what_it_is_an_organisation_owed_nothing(desk: Desk) -> None:
    unit, book = desk.centre.unit, regulations.current(desk.at)
    months = {(now := desk.at.date().replace(day=1)): desk.at, (now - timedelta(days=1)).replace(day=1): desk.at}
    assert all((unit.pk, "cp.post.promise") in boards.counted(book, Month(first, at)) for first, at in months.items())
    ledger.append(ledger.draft_for(unit, "unit.created", chain=f"unit:{unit.pk}", by=desk.by, at=desk.at))
    services.answer_for(desk.centre.linkage, actor="health bureau", by=by(desk), at=desk.at)
    of_month = [boards.counted(book, Month(first, at)) for first, at in months.items()]
    for rule in ("cp.post.promise", "ss.post.health_promise"):
        assert [any(carrier == rule for _centre, carrier in found) for found in of_month] == [True, False], rule
