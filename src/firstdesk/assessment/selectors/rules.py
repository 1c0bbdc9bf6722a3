"""The indicators and lists of the rules, as an assessment uses them."""

from dataclasses import dataclass
from datetime import datetime

from firstdesk.assessment.models import Accountability, Figure, Round, Sheet
from firstdesk.assessment.selectors.counting import OF_POSTS
from firstdesk.assessment.selectors.sheets import involved, may_answer
from firstdesk.common import clock
from firstdesk.common.language import words
from firstdesk.directory.models import Unit, User
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.indicators import IndicatorRule, Measure, measure
from firstdesk.rulebook.lists import ListRule
from firstdesk.training.selectors.choices import Choices, choices, entries

DIMENSIONS, GROUNDS, MEASURES = "assessment_dimensions", "accountability_grounds", "accountability_measures"


def indicators(centre: Unit, at: datetime) -> list[IndicatorRule]:
    """Indicators of the regulations this kind of centre adopts, in force on the day."""
    book = regulations.current(at)
    adopted = book.centre(centre.centre_kind).adopts
    found = [rule for rule in book.rules.values() if isinstance(rule, IndicatorRule) and rule.regulation in adopted]
    return [rule for rule in found if rule.holds(clock.local(at).date())]


def indicator_choices(centre: Unit, at: datetime) -> Choices:
    """Indicators as form choices."""
    return [(rule.id, words(rule.title)) for rule in indicators(centre, at)]


def dimensions(centre: Unit, at: datetime) -> Choices:
    """Dimensions the assessor writes about."""
    return choices(centre, DIMENSIONS, at)


def grounds(centre: Unit, at: datetime) -> Choices:
    """Grounds for accountability."""
    return choices(centre, GROUNDS, at)


def measures(centre: Unit, at: datetime) -> Choices:
    """Measures, from light to grave."""
    return choices(centre, MEASURES, at)


def no_graver(row: Accountability, at: datetime) -> Choices:
    """Measures no graver than the one decided, with which an appeal may end."""
    known = measures(row.centre, at)
    codes = [code for code, _text in known]
    return known[: codes.index(row.measure) + 1] if row.measure in codes else known


def third(row: Accountability, at: datetime) -> list[User]:
    """People who may decide an appeal against this finding."""
    part = involved(row)
    return [each for each in may_answer(row.centre, at) if each.pk not in part]


def named(book: Rulebook, centre: Unit, name: str, code: str) -> str:
    """The label of a list entry in this version of the rules."""
    found = {each.id: each for each in entries(book, centre.centre_kind, name)}
    return words(found[code].text) if code in found else code


def rule_of(round_: Round, rule_id: str) -> IndicatorRule:
    """The indicator in the version under which the assessment was opened."""
    rule = regulations.version(round_.rulebook_version).rules[rule_id]
    assert isinstance(rule, IndicatorRule)  # nothing else is ever kept there
    return rule


def fits(rule: IndicatorRule, of_post: bool) -> bool:
    """Whether the indicator can be counted for a post (`of_post`) or a unit."""
    return "post" in rule.of and {rule.part.count, rule.whole.count} <= OF_POSTS if of_post else "unit" in rule.of


@dataclass(frozen=True)
class Line:
    """A frozen figure as its page shows it."""

    figure: Figure
    rule: IndicatorRule
    found: Measure


def lines(sheet: Sheet) -> list[Line]:
    """Figures of a sheet, in the order of the assessment's indicators."""
    found = {each.rule_id: each for each in sheet.figures.all()}
    return [line(sheet.round, found[rule_id]) for rule_id in sheet.round.indicators if rule_id in found]


def line(round_: Round, figure: Figure) -> Line:
    """One frozen figure."""
    rule = rule_of(round_, figure.rule_id)
    return Line(figure, rule, measure(rule, len(figure.part), len(figure.whole)))


def listing(book: Rulebook, centre: Unit, name: str, code: str) -> ListRule | None:
    """The list rule that defines an entry for a kind of centre; its clauses are the entry's."""
    adopted = book.centre(centre.centre_kind).adopts
    rows = [each for each in book.rules.values() if isinstance(each, ListRule) and each.list == name]
    found = [each for each in rows if each.regulation in adopted and code in {item.id for item in each.items}]
    return min(found, key=lambda each: adopted.index(each.regulation), default=None)
