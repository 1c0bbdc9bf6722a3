"""The living wall."""

import pytest
from django.test import Client
from django.utils import translation

from firstdesk.common import clock
from firstdesk.directory.models import CentreKind
from firstdesk.directory.tests.factories import make_centre, make_person
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.regulations import selectors as regulations
from firstdesk.wall.selectors import counting, page, small


@pytest.mark.parametrize(
    ("counted", "text", "share"),
    [
        ((0, 0), "本月没有到期", None),
        ((2, 0), "本月到期不足3件", None),
        ((1, 1), "本月到期不足3件", None),
        ((3, 0), "按时3件", 100),
        ((5, 1), "到期6件，逾期不足3件", None),
        ((1, 5), "到期6件，按时不足3件", None),
        ((6, 3), "按时6件，逾期3件", 66),
        ((0, 4), "到期4件，按时不足3件", None),
    ],
)
def test_the_public_reads_no_number_below_three(counted: tuple[int, int], text: str, share: int | None) -> None:
    seen = small.kept(counted, is_public=True)
    assert seen.text == text
    assert seen.share == share


def test_staff_read_the_numbers() -> None:
    assert small.kept((1, 1), is_public=False).text == "按时1件，逾期1件"


@pytest.mark.django_db
def test_every_clause_of_every_adopted_regulation_has_its_line() -> None:
    desk = make_desk()
    book = regulations.current(desk.at)
    shown = 0
    for regulation in book.centre(CentreKind.GOVERNANCE).adopts:
        wall = page.wall(book, desk.centre.unit, regulation, desk.at)
        shown += sum(len(group.lines) for group in wall.groups)
        assert sum(wall.counts.values()) == len(book.regulations[regulation].clauses)
    assert shown == len(book.clauses)


@pytest.mark.django_db
def test_kept_and_late_of_this_month_are_counted_by_rule() -> None:
    desk = make_desk()
    for _ in range(3):
        make_matter(desk, state=State.HANDLING)  # triage kept, handling runs
    waiting = make_matter(desk)
    counted = counting.tally(desk.centre.unit, desk.later(hours=1))
    assert counted["gc.triage.normal"] == (3, 0)
    counted = counting.tally(desk.centre.unit, desk.later(days=40))
    assert waiting and "gc.triage.normal" not in counted  # another month


@pytest.mark.django_db
def test_the_page_takes_few_queries_and_names_nobody(django_assert_max_num_queries: object) -> None:
    desk = make_desk()
    make_matter(desk)
    Client().get("/wall/")  # the rulebook is compiled once per process
    with django_assert_max_num_queries(10):  # type: ignore[operator]  # three of them open and close the transaction
        html = Client().get("/wall/").content.decode()
    assert "GC-01-01" in html
    for person in desk.centre.people.values():
        assert str(person) not in html


@pytest.mark.django_db
def test_an_unknown_centre_is_not_found() -> None:
    make_desk()
    assert Client().get("/wall/?centre=nowhere").status_code == 404


@pytest.mark.django_db
def test_staff_who_read_figures_see_who_was_late(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk()
    make_matter(desk)
    monkeypatch.setattr(clock, "now", lambda: desk.later(days=11))  # Saturday, 11 October: the triage is overdue
    client = Client()
    client.force_login(desk.centre.people["director"])
    html = client.get("/wall/").content.decode()
    assert 'id="late"' in html
    assert desk.centre.unit.name in html
    client.force_login(desk.officer)
    assert 'id="late"' not in client.get("/wall/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "word"), [("zh-hans", "信访数量不得作为"), ("en", "petition counts must not be")])
def test_what_is_excluded_says_why_in_the_readers_language(language: str, word: str) -> None:
    make_desk()
    client = Client(headers={"accept-language": language})
    with translation.override("zh-hans"):  # the page's language must not outlive this test
        html = client.get("/wall/", {"regulation": "service-linkage", "status": "excluded"}).content.decode()
        html += client.get("/wall/", {"regulation": "governance", "status": "excluded"}).content.decode()
    assert word in html
    assert "fd-line-carried" not in html


@pytest.mark.django_db
def test_of_another_centre_staff_read_what_everybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk()
    make_matter(desk)
    monkeypatch.setattr(clock, "now", lambda: desk.later(days=11))
    client = Client()
    client.force_login(make_centre().people["director"])
    html = client.get("/wall/", {"centre": desk.centre.unit.code}).content.decode()
    assert desk.centre.unit.name in html
    assert 'id="late"' not in html
    client.force_login(make_person(desk.centre.jurisdiction.posts.get(code="supervisor")))
    assert 'id="late"' in client.get("/wall/", {"centre": desk.centre.unit.code}).content.decode()
