"""The navigation: grouped by work, folded where it is long, the page being read in sight."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from firstdesk.config import navigation
from firstdesk.directory.roles import ROLES, Permission

DIRECTOR = ROLES["director"].permissions


def folds(role: str, page: str) -> list[tuple[str, bool, str]]:
    """Group, whether it stands open, its html."""
    with override("en"):
        html = str(navigation._menu(ROLES[role].permissions, reverse(page) if page else "", "en"))
    parts = html.split("<details")[1:]
    return [(part.split("<summary>")[1].split("<i")[0], part.split(">")[0].endswith(" open"), part) for part in parts]


def test_no_page_stands_in_two_groups() -> None:
    names = [entry.name for group in navigation.GROUPS for entry in group.entries]
    assert len(names) == len(set(names))


def test_every_entry_leads_somewhere() -> None:
    assert all(navigation._address(entry.name) for group in navigation.GROUPS for entry in group.entries)


def test_a_long_navigation_folds_but_todays_work_and_the_page_being_read() -> None:
    found = folds("director", "assessment:rounds")
    assert [name for name, is_open, _part in found if is_open] == ["Today", "Handling", "Oversight and assessment"]
    current = [part for _name, _is_open, part in found if "aria-current" in part]
    assert len(current) == 1
    assert current[0].count("aria-current") == 1
    assert len(found) == len(navigation.GROUPS)


def test_a_short_one_folds_nothing() -> None:
    found = folds("auditor", "")
    assert found
    assert all(is_open for _name, is_open, _part in found)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_more_than_fits(role: str) -> None:
    """On a laptop (768 px) the first groups and the heads of the others fit below the name of the product."""
    entries = {group.label: len(entries) for group, entries in navigation._open_to(ROLES[role].permissions)}
    if sum(entries.values()) > navigation.FEW:
        shown = sum(list(entries.values())[: navigation.ALWAYS])
        assert shown * 36 + len(entries) * 34 + 60 < 768


def test_nobody_is_led_where_they_may_not_go() -> None:
    html = str(navigation._menu(frozenset({Permission.MANAGE_DIRECTORY}), "", "en"))
    assert reverse("directory:org") in html
    assert reverse("intake:new") not in html
    assert reverse("workbench:audit") not in html


def test_a_board_of_matters_is_for_those_who_read_matters() -> None:
    figures = frozenset({Permission.READ_FIGURES})
    board = reverse("insight:board")
    assert board not in str(navigation._menu(figures, "", "en"))
    assert board in str(navigation._menu(figures | {Permission.READ_OWN}, "", "en"))
