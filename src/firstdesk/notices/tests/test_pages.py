"""The list of notices, the bell, and reading."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import make_centre, make_person
from firstdesk.notices import selectors, services
from firstdesk.notices.models import Notice
from firstdesk.notices.selectors import inbox

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def reader(client: Client) -> User:
    person = make_centre().people["intake"]
    client.force_login(person)
    return person


def tell(*people: User, text: str = "%(number)s was given to you.", ago: int = 0, **values: object) -> list[Notice]:
    values.setdefault("level", "info")
    message = services.Message(
        kind="test",
        text=text,
        level=str(values.pop("level")),
        url=str(values.pop("url", "/matters/JJ-1/")),
        values={"number": "JJ-1"} | values,
    )
    return services.send(message, to=people, at=clock.now() - timedelta(minutes=ago))


def page(client: Client, address: str = "", *, language: str = "zh-hans", **headers: str) -> str:
    response = client.get(address or reverse("notices:list"), headers={"Accept-Language": language, **headers})
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def test_only_ones_own(client: Client, reader: User) -> None:
    other = make_person(name="别人")
    tell(other, text="not for you")
    tell(reader, text="for you")
    html = page(client)
    assert "for you" in html
    assert "not for you" not in html


def test_unread_first_then_the_newest(client: Client, reader: User) -> None:
    for number, (ago, read) in enumerate([(1, True), (2, False), (3, True), (4, False)]):
        notice = tell(reader, text=f"n{number}", ago=ago)[0]
        if read:
            services.mark_read(user=reader, at=clock.now(), notice_ids=[notice.pk])
    assert [line.text for line in selectors.page(reader).lines] == ["n1", "n3", "n0", "n2"]


@pytest.mark.parametrize("unread", [0, 1, 3, 4, 7])
def test_pages_follow_each_other_without_gap_or_repetition(
    reader: User, unread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "SIZE", 2)
    made = [tell(reader, text=f"n{number}", ago=number // 2)[0].pk for number in range(7)]
    services.mark_read(user=reader, at=clock.now(), notice_ids=made[unread:])
    seen, after, pages = [], "", 0
    while True:
        found = selectors.page(reader, after)
        seen += [line.notice.pk for line in found.lines]
        pages += 1
        after = found.older
        if not after:
            break
    assert sorted(seen) == sorted(made)
    assert pages == 4


@pytest.mark.parametrize("mark", ["x", "1~2~3", "0~2026-01-01T00:00:00~5", "0~2026-01-01T00:00:00+00:00~" + "9" * 30])
def test_a_mark_nobody_gave_reads_as_the_beginning(client: Client, reader: User, mark: str) -> None:
    tell(reader, text="still here")
    assert "still here" in page(client, reverse("notices:list") + f"?after={mark.replace('+', '%2B')}")


def test_the_next_page_is_reached_by_its_link(client: Client, reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "SIZE", 1)
    tell(reader, text="older one", ago=5)
    tell(reader, text="newer one")
    first = page(client)
    assert "older one" not in first
    address = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "older one" in page(client, address)


def test_texts_are_translated_and_a_broken_one_is_shown_as_it_is(reader: User) -> None:
    good = tell(reader, text="%(number)s: fine")[0]
    broken = tell(reader, text="%(missing)s: 100 % sure")[0]
    assert selectors.sentence(good) == "JJ-1: fine"
    assert selectors.sentence(broken) == "%(missing)s: 100 % sure"


def test_a_value_given_in_both_languages_is_read_in_ones_own(client: Client, reader: User) -> None:
    tell(reader, text="%(number)s: “%(promise)s”", promise="三日内回访", promise_en="Follow-up within three days")
    assert "“三日内回访”" in page(client)
    assert "“Follow-up within three days”" in page(client, language="en")


def test_what_is_typed_by_people_never_becomes_markup(client: Client, reader: User) -> None:
    services.send(
        services.Message(kind="t", text="%(why)s", values={"why": "<script>alert(1)</script>"}),
        to=[reader],
        at=clock.now(),
    )
    assert "<script>alert" not in page(client)


def test_opening_marks_it_read_and_leads_to_the_matter(client: Client, reader: User) -> None:
    notice = tell(reader)[0]
    response = client.post(reverse("notices:open", args=[notice.pk]))
    assert (response.status_code, response.headers["Location"]) == (303, "/matters/JJ-1/")
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.parametrize("url", ["", "https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_without_an_address_of_ours_it_leads_back(client: Client, reader: User, url: str) -> None:
    notice = tell(reader, url=url)[0]
    response = client.post(reverse("notices:open", args=[notice.pk]))
    assert response.headers["Location"] == reverse("notices:list")


def test_anothers_notice_is_not_there(client: Client, reader: User) -> None:
    notice = tell(make_person())[0]
    assert client.post(reverse("notices:open", args=[notice.pk])).status_code == 404
    client.post(reverse("notices:read"), {"notice": str(notice.pk)})
    client.post(reverse("notices:read"))
    notice.refresh_from_db()
    assert notice.read_at is None


def test_one_or_all_are_marked_read(client: Client, reader: User) -> None:
    first, _second, _third = (tell(reader)[0] for _ in range(3))
    assert client.post(reverse("notices:read"), {"notice": str(first.pk)}).status_code == 303
    assert selectors.bell(reader).unread == 2
    assert client.post(reverse("notices:read"), {"notice": "nonsense"}).status_code == 303
    assert selectors.bell(reader).unread == 2
    assert client.post(reverse("notices:read")).status_code == 303
    assert selectors.bell(reader).unread == 0
    assert "全部已读" in page(client)


def test_reading_is_a_post(client: Client, reader: User) -> None:
    notice = tell(reader)[0]
    for name, args in (("notices:read", []), ("notices:open", [notice.pk])):
        assert client.get(reverse(name, args=args)).status_code == 405


def test_htmx_gets_the_list_and_it_is_the_reloaded_part(client: Client, reader: User) -> None:
    first = tell(reader, text="first")[0]
    tell(reader, text="second")
    response = client.post(
        reverse("notices:read"), {"notice": str(first.pk)}, headers={**HTMX, "Accept-Language": "zh-hans"}
    )
    part = response.content.decode()
    assert "<html" not in part
    assert without_tokens(part).strip() in without_tokens(page(client))


def without_tokens(html: str) -> str:
    return "\n".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


def test_the_bell_counts_in_one_query(client: Client, reader: User) -> None:
    assert "fd-count" not in page(client, reverse("notices:count"))
    tell(reader)
    tell(reader, level="danger")
    html = page(client, reverse("notices:count"))
    assert '<span class="fd-count fd-count-danger">2</span>' in html
    assert "2 条未读通知" in html
    with CaptureQueriesContext(connection) as found:
        assert selectors.bell(reader) == selectors.Bell(2, 1)
    assert len(found) == 1


def test_the_bell_has_an_index_of_its_own(reader: User) -> None:
    """Of a long history it touches what is unread: the poll stays cheap however much was ever said."""
    at = clock.now()
    read = [Notice(recipient=reader, kind="test", text="x", created_at=at, read_at=at) for _number in range(2000)]
    Notice.objects.bulk_create([*read, Notice(recipient=reader, kind="test", text="x", created_at=at)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notices_notice")
        cursor.execute(
            "EXPLAIN SELECT count(*) FROM notices_notice WHERE recipient_id = %s AND read_at IS NULL", [reader.pk]
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "notices_unread" in plan


def test_a_hundred_are_shown_as_many(client: Client, reader: User) -> None:
    for _ in range(100):
        tell(reader)
    assert ">99+<" in page(client, reverse("notices:count"))


def test_a_visitor_sees_nothing(client: Client) -> None:
    for name in ("notices:list", "notices:count"):
        assert client.get(reverse(name)).status_code == 302


def test_in_english(client: Client, reader: User) -> None:
    tell(reader)
    assert "1 unread notice" in page(client, language="en")
