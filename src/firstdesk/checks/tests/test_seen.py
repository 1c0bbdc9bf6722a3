"""What nobody looked at, nobody changes: each form of checks says what its page showed; what is sent twice is done once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from firstdesk.checks import services
from firstdesk.checks.models import Draw, Emptying, Finding, Inspection, Opinion, Order, Recheck, Seeking, Visit
from firstdesk.checks.selectors import sheets
from firstdesk.checks.services import Done, Given, Voice
from firstdesk.checks.tests.factories import (
    Level,
    closed,
    filled,
    make_finding,
    make_level,
    new_draw,
    photo,
    planned,
    upload,
)
from firstdesk.checks.urls import urlpatterns
from firstdesk.common import clock
from firstdesk.common.refusals import Conflict
from firstdesk.directory.models import User
from firstdesk.ledger.tests.factories import saw

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A level at whose window every request comes a minute after the one before."""

    level: Level
    minutes: Iterator[int] = field(default_factory=lambda: count(1))

    def now(self) -> datetime:
        return self.level.at + timedelta(minutes=next(self.minutes))

    def window(self, person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    @property
    def above(self) -> Client:
        return self.window(self.level.people["supervisor"])

    @property
    def below(self) -> Client:
        return self.window(self.level.desk.centre.people["director"])


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    scene = Scene(make_level())
    monkeypatch.setattr(clock, "now", scene.now)
    return scene


def frozen(scene: Scene) -> Draw:
    closed(scene.level, 2)
    return services.freeze(scene.level.above, new_draw(scene.level), by=scene.level.by("supervisor"), at=scene.now())


def drawn(scene: Scene) -> Draw:
    by = scene.level.by("supervisor")
    return services.draw_lots(frozen(scene), "0815", "掷骰", by=by, at=scene.now())


def a_recheck(scene: Scene) -> Recheck:
    return drawn(scene).rechecks.get()


def all_checked(scene: Scene) -> Draw:
    recheck, by = a_recheck(scene), scene.level.by("supervisor")
    kept = {line.code: Given("kept") for line in sheets.lines(sheets.of_recheck(recheck))}
    services.mark_recheck(recheck, kept, by=by, at=scene.now())
    services.settle_recheck(recheck, services.Outcome(), by=by, at=scene.now())
    return recheck.draw


def handed(scene: Scene) -> Inspection:
    by = scene.level.by("supervisor")
    row = filled(planned(scene.level), by, scene.now(), wanting=0)
    return services.hand_over(row, scene.level.day(2), by=by, at=scene.now())


def heard(scene: Scene) -> Inspection:
    return services.hear(handed(scene), "", agrees=True, by=scene.level.leads().actor, at=scene.now())


def remedied(scene: Scene) -> Finding:
    finding, leads = make_finding(scene.level), scene.level.leads()
    done = Done(words="已改", happened_on=scene.level.day(), file=photo(leads.actor, scene.now()))
    services.remedy(finding, done, acting=leads, at=scene.now())
    return finding


def ordered(scene: Scene) -> Order:
    acting = scene.level.acts("supervisor")
    finding = make_finding(scene.level)
    return services.order(finding, "请说明", scene.level.day(3), acting=acting, at=scene.now())


def received(scene: Scene) -> Opinion:
    return services.receive(scene.level.below, Voice(text="中午窗口没人"), at=scene.now())


@dataclass(frozen=True)
class Form:
    """One form: about which row, whose it is, what is filled in."""

    url: str
    make: Callable[[Scene], Model]
    who: str
    given: Callable[[Level], dict[str, Any]]
    page_of: Callable[[Model], int] = lambda row: int(row.pk)


FORMS = {
    "lots": Form("lots", frozen, "above", lambda _l: {"public_number": "0815", "drawn_how": "掷骰"}),
    "drop": Form("drop", frozen, "above", lambda _l: {"reason": "时间选错"}),
    "finish": Form("finish", all_checked, "above", lambda _l: {}),
    "recheck": Form("recheck", a_recheck, "above", lambda _l: {}),
    "fill": Form("inspection", lambda s: planned(s.level), "above", lambda _l: {}),
    "hear": Form("hear", handed, "below", lambda _l: {"agrees": "yes"}),
    "sign": Form("sign", heard, "above", lambda _l: {"conclusion": "好"}),
    "cancel": Form("cancel", lambda s: planned(s.level), "above", lambda _l: {"reason": "台风"}),
    "owner": Form("owner", lambda s: make_finding(s.level), "below", lambda lv: {"owner": lv.desk.officer.pk}),
    "remedy": Form(
        "remedy", lambda s: make_finding(s.level), "below",
        lambda lv: {"words": "已改", "happened_on": lv.day(), "files": upload()},
    ),
    "review": Form("review", remedied, "above", lambda _l: {"is_accepted": "yes", "words": "已看"}),
    "order": Form(
        "order", lambda s: make_finding(s.level), "above", lambda lv: {"words": "请说明", "answer_by": lv.day(3)}
    ),
    "answer_order": Form("answer_order", ordered, "below", lambda _l: {"words": "已在改"}, lambda row: row.finding_id),  # type: ignore[attr-defined]
    "answer": Form("answer", received, "below", lambda _l: {"public_text": "中午有人", "answer": "已轮值"}),
    "turn": Form("turn", received, "below", lambda _l: {"place": "综合窗口"}),
    "improve": Form("improve", received, "below", lambda lv: {"owner": lv.desk.officer.pk, "due_on": lv.day(5)}),
    "note": Form("note", received, "below", lambda _l: {"note": "表扬"}),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_refused_from_an_older_page_without_its_page_and_twice(scene: Scene, name: str) -> None:
    form = FORMS[name]
    row = form.make(scene)
    url = reverse(f"checks:{form.url}", args=[form.page_of(row)])
    client: Client = getattr(scene, form.who)
    seen = saw(row)
    before = (scene.level.at - timedelta(days=1)).isoformat()
    assert client.post(url, {**form.given(scene.level), "seen": before}).status_code == 409
    for missing in ({}, {"seen": ""}, {"seen": "open"}):
        assert client.post(url, {**form.given(scene.level), **missing}).status_code == 422
    assert saw(row) == seen  # nothing was done
    assert client.post(url, {**form.given(scene.level), **seen}).status_code == 303
    assert client.post(url, {**form.given(scene.level), **seen}).status_code == 409
    assert saw(row) != seen


def test_every_form_about_a_row_is_tried_here() -> None:
    """Each address of checks that is posted to with the key of a row has its form above."""
    keyed = {str(each.name) for each in urlpatterns if "<int:pk>" in str(each.pattern)}
    only_read = {"draw", "population", "finding", "photo", "opinion"}
    assert keyed - only_read == {form.url for form in FORMS.values()}


def test_who_comes_late_is_told_what_was_done(scene: Scene) -> None:
    finding = make_finding(scene.level)
    old = saw(finding, words="已换新机", happened_on=scene.level.day(), files=upload())
    services.order(finding, "请说明", scene.level.day(3), acting=scene.level.acts("supervisor"), at=scene.now())
    answer = scene.below.post(reverse("checks:remedy", args=[finding.pk]), old)
    assert answer.status_code == 409 and "督办" in answer.content.decode()


def test_marks_saved_in_two_windows(scene: Scene) -> None:
    """The second window is told, and what was filled in there still stands in it."""
    row = planned(scene.level)
    client, url = scene.above, reverse("checks:inspection", args=[row.pk])
    line, old = sheets.lines(sheets.of_inspection(row))[0].name, saw(row)
    assert client.post(url, {line: "kept", **old}).status_code == 303
    late = client.post(url, {line: "not_kept", f"{line}.words": "第二个窗口写的", **old})
    text = late.content.decode()
    assert late.status_code == 409 and "第二个窗口写的" in text and "检查：填写1项" in text
    assert row.marks.get().result == "kept"


def test_two_at_the_same_moment(scene: Scene) -> None:
    """Who read the row before another's step was written does not write over it."""
    finding, leads = make_finding(scene.level), scene.level.leads()
    late = Finding.objects.get()
    services.name_owner(finding, scene.level.desk.officer, acting=leads, at=scene.now())
    with pytest.raises(Conflict):
        services.name_owner(late, scene.level.desk.centre.people["director"], acting=leads, at=scene.now())
    assert Finding.objects.get().owner == scene.level.desk.officer


@pytest.mark.parametrize("name", ["draw", "inspection", "visit", "box", "seeking", "opinion"])
def test_what_is_sent_twice_is_there_once(scene: Scene, name: str) -> None:
    level, day = scene.level, scene.level.day()
    closed(level, 2)
    people = {name: each.pk for name, each in level.people.items()}
    new: dict[str, tuple[type[Model], str, str, dict[str, Any]]] = {
        "draw": (Draw, "above", "new_draw", {
            "units": [level.below.pk], "first": level.day(-30), "last": day, "measure": "number", "amount": 1,
            "due_on": level.day(9), "checkers": [people["supervisor"]],
        }),
        "inspection": (Inspection, "above", "new_inspection", {
            "subject": "premises", "mode": "announced", "place": "金榕宾馆", "planned_on": day, "inspector": people["supervisor"],
        }),
        "visit": (Visit, "above", "visits", {
            "body": "press", "happened_on": day, "guests": 2, "subject": "窗口", "said": "好",
        }),
        "box": (Emptying, "below", "empty_box", {
            "place": "大厅", "happened_on": day, "count": 1, "witness": level.desk.officer.pk,
        }),
        "seeking": (Seeking, "below", "seek", {
            "way": "phone", "happened_on": day, "asked": 20, "answered": 12, "words": "希望延长时间",
        }),
        "opinion": (Opinion, "below", "write", {"text": "椅子太少", "once": "x" * 32}),
    }  # fmt: skip
    model, who, url, sent = new[name]
    client: Client = getattr(scene, who)
    assert client.post(reverse(f"checks:{url}"), sent).status_code == 303
    again = client.post(reverse(f"checks:{url}"), sent)
    assert again.status_code == (303 if name == "opinion" else 422)  # the same form gives the same opinion
    assert model._default_manager.count() == 1


def test_two_slips_may_say_the_same(scene: Scene) -> None:
    for once in ("a" * 32, "b" * 32):
        scene.below.post(reverse("checks:write"), {"text": "谢谢", "once": once})
    assert Opinion.objects.count() == 2
