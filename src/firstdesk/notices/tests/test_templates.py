"""A centre's wordings: their places checked, versioned, over the product's; nobody saves over another."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, InternalError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.common.refusals import Conflict, Refusal
from firstdesk.directory.tests.factories import Centre, acting, make_centre
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.notices import services
from firstdesk.notices.models import Template
from firstdesk.notices.selectors.templates import wording, wordings
from firstdesk.notices.services import NewWords
from firstdesk.notices.states import Wording
from firstdesk.notices.wording import ALLOWED, PLACES, blanks, check_complete, fill, problems, products

NOON = datetime(2025, 9, 30, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CODE = "reply.settled"
database = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return make_centre()


def save(centre: Centre, text: str = "{编号}已办结。", **values: object) -> Template:
    new = NewWords(**({"code": CODE, "kind": "reply", "title": "办结", "text_zh": text} | values))  # type: ignore[arg-type]
    return services.save_template(centre.unit, new, by=acting(centre.people["director"], NOON).actor, at=NOON)


@pytest.mark.parametrize("code", sorted(products()))
def test_the_products_own_have_no_problem(code: str) -> None:
    words = products()[code]
    assert words.kind in Wording.values
    for text in (words.text_zh, words.text_en):
        assert problems(text, words.kind, "text") == []
        assert "{" not in fill(text, dict.fromkeys(PLACES, "x"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{编码}已办结", "{编号}"),
        ("{numbr} done", "{number}"),
        ("{天气}不错", "{天气}"),
        ("{编号已办结", "花括号"),
        ("编号}已办结", "花括号"),
        ("{}已办结", "{}"),
        ("[[原因", "双方括号"),
    ],
)
def test_a_place_that_would_stay_empty_is_said_with_what_was_meant(text: str, said: str) -> None:
    (problem,) = problems(text, "reply", "text_zh")
    assert problem.field == "text_zh" and said in str(problem.message)


def test_what_is_not_known_yet_is_refused_for_word_on_the_way() -> None:
    assert problems("{办理结果}", "reply", "f") == [] and len(problems("{办理结果}", "notice", "f")) == 1


@given(st.text("{}[]编号 number中心x", max_size=30), st.sampled_from(Wording.values))
def test_a_text_without_problems_is_filled_without_a_rest(text: str, kind: str) -> None:
    if not problems(text, kind, "f"):
        filled = fill(text, dict.fromkeys(ALLOWED[kind], "值"))
        assert "{" not in filled and "}" not in filled
        assert blanks(filled) == blanks(fill(text, dict.fromkeys(PLACES, "值")))


def test_what_the_matter_cannot_say_is_written_by_hand_before_it_is_sent() -> None:
    filled = fill("{编号}：{办理结果} [[依据]]", {"number": "JJ-1", "result": ""})
    assert filled == "JJ-1：[[办理结果]] [[依据]]"
    with pytest.raises(Refusal, match="办理结果, 依据"):
        check_complete(filled)
    check_complete("莆公〔2025〕12号 [1] {x}")


@database
def test_ones_own_stand_for_the_products_and_give_way_again(centre: Centre) -> None:
    by = acting(centre.people["director"], NOON).actor
    first = save(centre)
    kept = wording(centre.unit, CODE)
    assert kept is not None and (kept.words.name, kept.words.text_zh) == (f"{CODE}@1", "{编号}已办结。")
    assert save(centre, "{编号}办好了。", seen=1).version == 2
    services.retire_template(centre.unit, CODE, seen=2, by=by, at=NOON)
    kept = wording(centre.unit, CODE)
    assert kept is not None and kept.words == products()[CODE] and kept.seen == 3
    assert save(centre, seen=3).version == 4
    first.refresh_from_db()
    assert first.text_zh == "{编号}已办结。"
    assert list(Entry.objects.filter(verb__startswith="template.").values_list("verb", flat=True).order_by("pk")) == [
        "template.saved", "template.saved", "template.retired", "template.saved",
    ]  # fmt: skip


@database
def test_another_centre_keeps_its_own(centre: Centre) -> None:
    save(centre, code="reply.winter")
    assert "reply.winter" in {each.words.code for each in wordings(centre.unit)}
    assert "reply.winter" not in {each.words.code for each in wordings(make_centre().unit)}


@database
def test_nobody_saves_over_another(centre: Centre) -> None:
    save(centre, "{编号}第一版")
    with pytest.raises(Conflict) as conflict:
        save(centre, "{编号}另一版")
    assert "{编号}第一版" in str(conflict.value.details[0].message)
    assert Template.objects.count() == 1


@database
def test_a_version_is_never_changed(centre: Centre) -> None:
    save(centre)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        Template.objects.update(text_zh="x")


@database
def test_the_page_shows_a_preview_with_a_real_matter(client: Client) -> None:
    desk = make_desk()
    matter = make_matter(desk)
    client.force_login(desk.centre.people["director"])
    address = reverse("notices:template", args=[CODE])
    assert matter.number in client.get(address).content.decode()
    typed = {"title": "办结", "kind": "reply", "text_zh": "关于{标题}：{办理结果}", "seen": "0"}
    html = client.post(address, typed | {"action": "preview", "matter": matter.number}).content.decode()
    assert f"关于{matter.title}：[[办理结果]]" in html and not Template.objects.exists()
    stranger = make_matter(make_desk())
    html = client.post(address, typed | {"action": "preview", "matter": stranger.number}).content.decode()
    assert stranger.title not in html
    refused = client.post(address, typed | {"action": "save", "text_zh": "{标提}"})
    assert refused.status_code == 422 and "{标题}" in refused.content.decode() and "{标提}" in refused.content.decode()
    assert client.post(address, typed | {"action": "save"}).status_code == 303
    assert Template.objects.get().version == 1
    assert client.post(address, typed | {"action": "save"}).status_code == 409
    assert client.post(address, typed | {"action": "retire", "seen": "1"}).status_code == 303


@database
def test_a_new_one_by_whoever_may(client: Client, centre: Centre) -> None:
    new = {"code": "reply.winter", "title": "停暖", "kind": "reply", "text_zh": "{编号}", "seen": "0", "action": "save"}
    address = reverse("notices:add_template")
    for person, status in (("intake", 403), ("supervisor", 403), ("director", 303)):
        client.force_login(centre.people[person])
        assert client.post(address, new).status_code == status
    assert client.post(address, new | {"code": "停暖"}).status_code == 422
    assert client.post(address, new).status_code == 409
    assert client.get(reverse("notices:templates")).status_code == 200
    assert client.get(reverse("notices:template", args=["nothing"])).status_code == 404
