"""What the public reads of a report: no small number, none from which one follows, no word that is not open."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk, make_matter
from firstdesk.reporting import papers, services
from firstdesk.reporting.models import Report
from firstdesk.reporting.selectors import public
from firstdesk.reporting.selectors.public import merge
from firstdesk.reporting.tests.factories import actor, make_report, make_sent, read, write_all


def held(**counts: int | None) -> dict[str, dict[str, object]]:
    titles = {"title": ["指标", "figure"], "before": 1}
    return {
        code: {**titles, "n": n, **({} if code.endswith("_share") else {"of": "promises", "digest": 0})}
        for code, n in counts.items()
    }


@pytest.mark.parametrize(
    ("kept", "late", "shown"),
    [
        (50, 0, {"promises_kept": 50, "promises_late": 0, "promises_share": 100}),
        (50, 2, {"promises_kept": 50, "promises_late": None, "promises_share": None}),
        (1, 40, {"promises_kept": None, "promises_late": 40, "promises_share": None}),
        (30, 3, {"promises_kept": 30, "promises_late": 3, "promises_share": 90}),
    ],
)
def test_small_numbers_and_what_tells_them_are_kept_back(kept: int, late: int, shown: dict[str, int | None]) -> None:
    share = kept * 100 // (kept + late)
    report = Report(kind="work_half_year", figures=held(promises_kept=kept, promises_late=late, promises_share=share))
    assert {line.code: line.count for line in public.open_lines(report)} == shown
    assert all(line.before is None and not line.is_open for line in public.open_lines(report))


@given(counts=st.lists(st.integers(0, 30), max_size=8))
def test_no_small_part_follows_from_the_whole(counts: list[int]) -> None:
    rows = tuple((f"类{n}", count) for n, count in enumerate(counts))
    merged = merge(tuple(row for row in rows if row[1]), "其他")
    assert all(count >= 3 for _label, count in merged)
    if merged:
        assert sum(count for _label, count in merged) == sum(counts)
    large = [count for count in counts if count >= 3]
    if len(merged) > 1 and any(0 < count < 3 for count in counts):
        assert len(merged) - 1 <= len(large)


def test_a_row_of_time_with_a_small_day_is_not_drawn() -> None:
    days = [["09-01", "09-01", 5], ["09-02", "09-02", 1]]
    chart = {"title": ["按日", "by day"], "whole": "registered", "rows": days}
    assert public.open_drawings(Report(kind="safety_week", charts={"by_day": chart})) == []
    assert len(public.open_drawings(Report(kind="safety_week", charts={"by_day": {**chart, "rows": days[:1]}}))) == 1


@pytest.mark.django_db
def test_anybody_reads_what_was_sent_and_nothing_else() -> None:
    desk = make_desk("police_office")
    for _each in range(4):
        make_matter(Desk(desk.centre, MONDAY), nature="public_order", topic="public_order")
    draft = make_report(desk, "safety_week", day=MONDAY.date())
    stranger = Client()
    page = reverse("reporting:bulletin", args=[draft.pk])
    assert stranger.get(page).status_code == 404
    write_all(draft, desk)
    services.write(draft, {"situation": "本周警情集中在夜间"}, by=desk.by, at=desk.at)
    report = services.hand_in(draft, by=desk.by, at=desk.at)
    director = desk.centre.people["director"]
    report = services.sign(report, by=actor(director, desk.at), at=desk.at)
    services.send(report, by=desk.by, at=desk.at)
    text = stranger.get(page).content.decode()
    assert "本周警情集中在夜间" in text and str(director) not in text and str(desk.officer) not in text
    assert report.title in stranger.get(reverse("reporting:bulletins")).content.decode()
    assert read(stranger, reverse("reporting:bulletin_pdf", args=[report.pk])).startswith(b"%PDF")


@pytest.mark.django_db
def test_words_that_are_not_open_stay_inside() -> None:
    desk = make_desk("police_office")
    report = make_sent(desk, "work_half_year", day=MONDAY.date().replace(month=3))
    shown = {each.section.code for each in public.open_words(report)}
    assert "problems" not in shown and "situation" in shown
    sheet = papers.Sheet(report, is_public=True)
    assert not [row for row in sheet.facts if row[0] == "签发人"]
    assert replace(sheet.lines[0], count=1).shown == "1"
