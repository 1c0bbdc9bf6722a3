"""Answers what the directory's pages ask of the rules and of the demonstration, which both stand above it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from importlib.util import find_spec

from django.conf import settings
from django.utils.module_loading import import_string

from firstdesk.common.language import words
from firstdesk.config.leaving import LEAVING
from firstdesk.directory.ports import CharterClause, Choices, Demo, Ports
from firstdesk.regulations import selectors
from firstdesk.rulebook.model import RecordRule

CHARTER = "directory.CharterItem"
DEMONSTRATION = "firstdesk.config.demo"


def topics(at: datetime) -> Choices:
    """The topic tree in force."""
    return selectors.topic_choices(selectors.current(at))


def topic_names(at: datetime) -> Callable[[str], str]:
    """How topics read; their codes while no rules are loaded."""
    loaded = selectors.current_version(at)
    return partial(selectors.topic_name, selectors.version(loaded)) if loaded else str


def charter(kind: str, at: datetime) -> Sequence[CharterClause]:
    """The clauses that a kind of centre fulfils in its charter: those of the first regulation it adopts."""
    rulebook = selectors.current(at)
    own = rulebook.centre(kind).adopts[0]
    found: dict[str, CharterClause] = {}
    for rule in rulebook.rules.values():
        if not isinstance(rule, RecordRule) or rule.regulation != own or rule.stores != CHARTER:
            continue
        for clause_id in rule.clauses:
            clause = rulebook.clauses[clause_id]
            regulation = words(rulebook.regulations[clause.regulation].title)
            found.setdefault(clause_id, CharterClause(clause_id, words(rule.title), words(clause.text), regulation))
    return list(found.values())


def demo() -> Demo:
    """The accounts of the demonstration, in demo mode alone."""
    if not settings.DEMO or find_spec(DEMONSTRATION) is None:
        return Demo("", ())
    found: list[tuple[str, str, str]] = import_string(f"{DEMONSTRATION}.accounts")()
    return Demo(found[0][2] if found else "", tuple((label, name) for label, name, _password in found))


PORTS = Ports(topics=topics, topic_names=topic_names, charter=charter, demo=demo, leaving=LEAVING)
