"""A rule that says what is stored, and where it is seen, must not point into the air."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import URLResolver, get_resolver

from firstdesk.config.environment import rules_dir
from firstdesk.regulations.selectors.browse import KIND_OF
from firstdesk.rulebook.coverage import carriers, status
from firstdesk.rulebook.load import load_rulebook
from firstdesk.rulebook.model import PublicationRule, RecordRule
from firstdesk.wall.selectors.lines import CARRIES, grouped
from tests.support.source import report


def test_what_a_record_rule_stores_exists() -> None:
    """`context.Model` or `context.Model.field`."""
    rules = [rule for rule in load_rulebook(rules_dir()).rules.values() if isinstance(rule, RecordRule)]
    found = [f"{rule.place} {rule.id}: {rule.stores}" for rule in rules if not _is_stored(rule.stores)]
    report(found, why="No model (or field) has this name:")


def test_the_page_a_rule_names_exists() -> None:
    """The name of an address; the reader of a rule is led there."""
    rules = [
        rule for rule in load_rulebook(rules_dir()).rules.values() if isinstance(rule, RecordRule | PublicationRule)
    ]
    known = set(_names(get_resolver(), ""))
    found = [f"{rule.place} {rule.id}: {rule.shown_at}" for rule in rules if rule.shown_at not in known]
    report(found, why="No address has this name:")


def _is_stored(path: str) -> bool:
    context, _, rest = path.partition(".")
    name, _, field = rest.partition(".")
    try:
        model: type[Model] = apps.get_model(context, name)
        return not field or bool(model._meta.get_field(field))
    except (LookupError, FieldDoesNotExist):
        return False


def _names(resolver: URLResolver, space: str) -> list[str]:
    found = []
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            found += _names(each, f"{space}{each.namespace}:" if each.namespace else space)
        elif each.name:
            found.append(space + each.name)
    return found


def test_every_carried_clause_shows_on_the_wall_of_each_centre_that_adopts_it() -> None:
    """A clause that is carried and stands on no wall is a promise nobody hears of: it has its line there, with what
    carries it, in words."""
    book = load_rulebook(rules_dir())
    carried_by = carriers(book)
    found = []
    for kind, centre in book.centres.items():
        shown = {
            line.clause.id: line
            for code in centre.adopts
            for group in grouped(book, code)
            for line in group.lines
        }  # fmt: skip
        for clause in book.clauses.values():
            if clause.regulation not in centre.adopts or status(clause, carried_by) != "carried":
                continue
            line = shown.get(clause.id)
            if line is None or line.status != "carried" or not all(str(each.what) for each in line.carriers):
                found.append(f"{clause.id} at {kind}")
            elif {each.id for each in line.carriers} != set(carried_by[clause.id]):
                found.append(f"{clause.id} at {kind}: not every rule that carries it is named")
    report(found, why="These are carried, and the wall does not say so:")


def test_every_kind_of_rule_has_its_words_on_the_wall() -> None:
    """Of a new kind of rule the wall must be able to say what it does for a clause."""
    found = [kind for kind in KIND_OF.values() if kind not in CARRIES]
    report(found, why="Add these to CARRIES of wall/selectors/lines.py:")
