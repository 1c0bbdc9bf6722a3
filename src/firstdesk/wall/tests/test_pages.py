"""The clause with its year, the large screen, the sheets, the officers on duty, how much is carried."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from firstdesk.common import clock
from firstdesk.config.reference.covered import BEGINS, ENDS
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.obligations.models import Confirmation
from firstdesk.regulations import selectors as regulations
from firstdesk.regulations.models import RulebookVersion
from firstdesk.rosters.models import Shift
from firstdesk.rulebook.coverage import STATUSES, coverage
from firstdesk.rulebook.load import compile_texts
from firstdesk.wall.models import PostedOfficer
from firstdesk.wall.selectors import page
from firstdesk.wall.selectors import sheet as sheets
from firstdesk.wall.selectors.slides import HEADING, ROOM, rounds, rows_of
from firstdesk.wall.services import figures, officers

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = make_desk()
    monkeypatch.setattr(clock, "now", lambda: desk.later(hours=1))
    return desk


def get(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_clause_has_its_year_as_a_table(desk: Desk) -> None:
    figures.refresh(at=desk.at)
    html = get(f"/wall/{desk.centre.unit.code}/GC-13-05/")
    assert html.count("<tr>") == 13
    assert "2024-10" in html and "2025-09" in html
    assert Client().get(f"/wall/{desk.centre.unit.code}/GC-99-99/").status_code == 404


def test_what_the_system_cannot_know_is_said_and_never_green(desk: Desk) -> None:
    book = regulations.current(desk.at)
    clause = next(
        each.id for each in book.clauses.values()
        if each.enforceable == "physical" and each.id not in {c for r in book.rules.values() for c in r.clauses}
    )  # fmt: skip
    figures.refresh(at=desk.at)
    address = f"/wall/{desk.centre.unit.code}/{clause}/"
    assert "纸质清单，从未核对" in get(address)
    Confirmation.objects.create(
        unit=desk.centre.unit, clause=clause, on=desk.later(days=-3).date(), as_found="kept", confirmed_at=desk.at,
        confirmed_by=desk.officer,
    )  # fmt: skip
    figures.refresh(at=desk.at)
    html = get(address)
    assert "纸质清单，最近一次核对：3天前" in html
    assert 'fd-kept-kept">纸质' not in html


def test_the_large_screen_shows_what_is_at_work_once_and_counts_the_rest(desk: Desk) -> None:
    html = get(f"/wall/{desk.centre.unit.code}/kiosk/")
    found = coverage(regulations.current(desk.at)).total
    assert html.count('<p class="fk-text">') == found.carried + found.checklist
    assert html.count('class="fk-rest"') == len(regulations.current(desk.at).regulations)
    assert 'data-worker="/wall/kiosk.js"' in html
    worker = Client().get("/wall/kiosk.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert b"addEventListener" in worker.content


def test_no_page_of_the_screen_is_too_full_and_a_round_takes_ten_minutes(desk: Desk) -> None:
    book = regulations.current(desk.at)
    walls = [page.wall(book, desk.centre.unit, code, desk.at) for code in book.centre("governance").adopts]
    found = list(rounds(walls))
    assert [each.regulation for each in found][0] == book.regulations["governance"].title.zh, "its own first"
    assert all(each.minutes <= 10 for each in found)
    for slide in [slide for each in found for slide in each.slides]:
        lines = [line for block in slide.blocks for line in block.lines]
        rows = sum(map(rows_of, lines)) + HEADING * len(slide.blocks)
        assert len(lines) <= 1 or rows <= ROOM


def test_the_sheets_hold_every_clause_version_and_code(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.officer)
    address = f"/wall/{desk.centre.unit.code}/sheets/governance.pdf"
    answer = client.get(address)
    assert answer.status_code == 200
    assert client.get(address).content == answer.content, "the same rules give the same bytes"
    reader = PdfReader(io.BytesIO(answer.content))
    width, height = (float(reader.pages[0].mediabox[each]) for each in (2, 3))
    assert (round(width), round(height)) == (842, 1191), "A3"
    book = regulations.current(desk.at)
    mark = sheets.mark(book.version, "governance")
    texts = [page.extract_text() for page in reader.pages]
    assert all(mark in text for text in texts), "the version stands on every sheet"
    whole = "".join(texts)
    assert all(clause in whole for clause in book.regulations["governance"].clauses)
    assert Client().get(address).status_code == 302, "made for whoever works here"


def test_the_code_says_whether_the_sheet_is_current(desk: Desk) -> None:
    book = regulations.current(desk.at)
    base = f"/wall/s/{desk.centre.unit.code}"
    governance, window = (f"{base}/{code}/{sheets.mark(book.version, code)}/" for code in ("governance", "window"))
    assert "现行有效" in get(governance)
    assert Client().get(f"{base}/governance/00000000-00000000/").status_code == 404
    texts = dict(RulebookVersion.objects.get(pk=book.version).texts)
    name = "governance/source.yaml"
    clause = book.clauses["GC-01-01"]
    texts[name] = texts[name].replace(clause.text.zh, clause.text.zh + "（修订）", 1)
    newer = compile_texts(texts)
    RulebookVersion.objects.create(
        version=newer.version, title="修订", in_force_from=desk.at.date(), loaded_at=desk.later(minutes=5),
        loaded_by_name="test", texts=texts,
    )  # fmt: skip
    assert regulations.current(desk.later(hours=1)).version == newer.version
    html = get(governance)
    assert "已经过期" in html and "GC-01-01" in html and "（修订）" in html
    assert "GC-01-02" not in html, "only what changed"
    assert "现行有效" in get(window), "another regulation did not change"


def test_named_is_who_agreed_and_only_while_on_shift(desk: Desk) -> None:
    person, post = desk.officer, desk.centre.posts["intake"]
    Shift.objects.create(post=post, person=person, starts_at=desk.at, ends_at=desk.later(hours=8))
    address = f"/wall/{desk.centre.unit.code}/on-duty/"
    assert str(person) not in get(address)
    officers.agree(desk.centre.unit, by=desk.by, at=desk.at)
    officers.agree(desk.centre.unit, by=desk.by, at=desk.at)
    assert PostedOfficer.objects.count() == 1
    assert str(person) in get(address)
    Shift.objects.update(ends_at=desk.at + timedelta(minutes=30))
    assert str(person) not in get(address)
    Shift.objects.update(ends_at=desk.later(hours=8))
    assert officers.withdraw(desk.centre.unit, by=desk.by, at=desk.at)
    assert str(person) not in get(address)


def test_the_table_of_the_wall_is_the_one_of_the_readme(desk: Desk) -> None:
    """Both come from one count, row by row; `./run docs` writes the README's."""
    html = get("/wall/coverage/")
    rows = [re.findall(r'fd-right">(\d+)<', row) for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL)]
    readme = (Path(__file__).parents[4] / "README.md").read_text().partition(BEGINS)[2].partition(ENDS)[0]
    table = [re.findall(r"\| (\d+)(?= \|)", line) for line in readme.splitlines() if line.startswith("|")]
    shown, written = [row for row in rows if row], [row for row in table if len(row) == 5]
    assert shown == written
    assert written[-1][0] == str(len(regulations.current(desk.at).clauses))
    total = coverage(regulations.current(desk.at)).total
    assert [int(each) for each in written[-1]] == [total.clauses, *(getattr(total, name) for name in STATUSES)]
