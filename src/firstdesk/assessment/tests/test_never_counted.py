"""Never a petition, an arrest, a penalty or a refusal, and nobody is ranked: over the rules' indicators, what they read, and
the code that counts it. Each look is tried on a planted fault."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.assessment.models import Figure, Round
from firstdesk.assessment.selectors import counting
from firstdesk.assessment.selectors.rules import GROUNDS
from firstdesk.assessment.tests.factories import make_round
from firstdesk.config.environment import rules_dir
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.indicators import NEVER, Counting, IndicatorRule, forbidden
from firstdesk.rulebook.lists import ListRule
from firstdesk.rulebook.load import load_rulebook
from firstdesk.training.tests.factories import make_school

PLANTED = "def _closed(scope, only):\n    return Matter.objects.filter(entries__verb='petition.received')\n"
RANKED = "def rows(what, scope):\n    return Unit.objects.order_by('-percent')\n"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook(rules_dir())


def indicators(book: Rulebook) -> list[IndicatorRule]:
    return [rule for rule in book.rules.values() if isinstance(rule, IndicatorRule)]


def read_by(book: Rulebook, counted: Counting) -> Iterator[str]:
    """Names and words of everything a count reads: the count itself, and each fact and clock it is narrowed by."""
    known = book.vocabulary
    yield from (counted.count, known.counts[counted.count].zh, known.counts[counted.count].en)
    for fact, values in counted.filters.items():
        yield from (fact, *values)
        for value in values if fact == "clock" else ():
            yield from (known.clocks[value].zh, known.clocks[value].en)


def test_no_indicator_reads_what_is_never_counted(book: Rulebook) -> None:
    found = indicators(book)
    assert len(found) > 10
    for rule in found:
        assert not forbidden(*read_by(book, rule.part), *read_by(book, rule.whole)), rule.id
        assert set(rule.of) <= {"unit", "post"}, rule.id  # never a person
    assert forbidden(*read_by(book, Counting("closed", {"channel": frozenset({"petition_office"})})))


def named(source: str) -> set[str]:
    """Every name, attribute and text in code, but no docstring."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = set()
    for node in ast.walk(tree):
        found |= {node.attr} if isinstance(node, ast.Attribute) else set()
        found |= {node.id} if isinstance(node, ast.Name) else set()
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            found.add(node.value)
    return found


def test_the_code_that_counts_reads_nothing_of_it_and_ranks_nothing() -> None:
    told = named(Path(counting.__file__).read_text(encoding="utf-8"))
    assert "closed" in told and not forbidden(*told) and "order_by" not in told
    assert forbidden(*named(PLANTED)) and "order_by" in named(RANKED)


def test_no_ground_of_accountability_is_a_petition(book: Rulebook) -> None:
    grounds = [rule for rule in book.rules.values() if isinstance(rule, ListRule) and rule.list == GROUNDS]
    assert len(grounds) > 3
    said = " ".join(f"{item.id} {item.text.zh} {item.text.en}" for rule in grounds for item in rule.items).lower()
    assert not any(word in said for word in NEVER["petitions"])


@pytest.mark.django_db
def test_units_stand_in_the_order_of_the_organisation_whatever_their_figures() -> None:
    desk = make_school()
    units = (desk.centre.unit, desk.centre.community)
    row = make_round(desk, units=units, first=date(2026, 3, 1))
    first, second = row.sheets.order_by("unit__path")
    for worse, better in ((first, second), (second, first)):
        again = make_round(desk, units=units, first=date(2026, 3, 1), title=f"第{worse.pk}次")
        Round.objects.filter(pk=again.pk).update(indicators=["gc.indicator.once"])
        values = {worse.unit_id: 1, better.unit_id: 20}
        for sheet in again.sheets.all():
            share = list(range(values[sheet.unit_id]))
            Figure.objects.create(sheet=sheet, rule_id="gc.indicator.once", part=share, whole=list(range(20)))
        client = Client()
        client.force_login(desk.centre.people["supervisor"])
        page = client.get(reverse("assessment:round", args=[again.pk])).content.decode()
        places = [page.index(f">{each.unit.name}</a>") for each in (first, second)]
        assert places == sorted(places)
