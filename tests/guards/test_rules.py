"""A rule that says what is stored, and where it is seen, must not point into the air."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import URLResolver, get_resolver

from firstdesk.config.environment import rules_dir
from firstdesk.rulebook.load import load_rulebook
from firstdesk.rulebook.model import PublicationRule, RecordRule
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
