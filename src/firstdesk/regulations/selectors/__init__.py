"""Which rules hold, and what they say."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.language import words
from firstdesk.common.refusals import Refusal
from firstdesk.regulations.models import RulebookVersion
from firstdesk.rulebook.book import Rulebook, Topic
from firstdesk.rulebook.load import compile_texts
from firstdesk.rulebook.workdays import Calendar

NEWEST = ("-in_force_from", "-loaded_at")  # the latest to take effect, of those the latest loaded


class NoRulebook(Refusal):
    """No rules are loaded that hold on the day."""

    status = 503


def current(at: datetime) -> Rulebook:
    """The rulebook in force at a moment: the latest to take effect, of those the latest loaded."""
    hash_ = current_version(at)
    if hash_ is None:
        raise NoRulebook(_("No rules are in force. Load them with: firstdesk setup."))
    return version(hash_)


def current_version(at: datetime) -> str | None:
    """The content hash of the rulebook in force, None where none is loaded."""
    today = clock.local(at).date()
    in_force = RulebookVersion.objects.filter(in_force_from__lte=today).order_by(*NEWEST)
    return in_force.values_list("version", flat=True).first()


def versions_on(days: Collection[date]) -> dict[date, str | None]:
    """For each day, the content hash of the rulebook in force on it, None where none was: one question, however many."""
    known = list(RulebookVersion.objects.order_by(*NEWEST).values_list("in_force_from", "version"))
    return {day: next((hash_ for begins, hash_ in known if begins <= day), None) for day in days}


@lru_cache(maxsize=8)  # content-addressed, so it never goes stale
def version(hash_: str) -> Rulebook:
    """An old or present rulebook by its content hash. Raises RulebookVersion.DoesNotExist."""
    return compile_texts(RulebookVersion.objects.get(pk=hash_).texts)


def calendar(rulebook: Rulebook) -> Calendar:
    """The working days the rulebook counts in."""
    return rulebook.calendar


def topics(rulebook: Rulebook) -> list[tuple[Topic, list[Topic]]]:
    """The roots of the topic tree, each with its children, in the order of the file."""
    children: dict[str, list[Topic]] = {code: [] for code, topic in rulebook.topics.items() if not topic.parent}
    for topic in rulebook.topics.values():
        if topic.parent:
            children[topic.parent].append(topic)
    return [(rulebook.topics[code], found) for code, found in children.items()]


def topic_choices(rulebook: Rulebook) -> list[tuple[str, list[tuple[str, str]]]]:
    """The topic tree as grouped choices of a form field, in the reader's language."""
    return [
        (words(root.title), [(topic.code, words(topic.title)) for topic in (root, *children)])
        for root, children in topics(rulebook)
    ]


def topic_name(rulebook: Rulebook, code: str) -> str:
    """«root · child» in the reader's language; the code itself where the rulebook no longer knows it."""
    topic = rulebook.topics.get(code)
    if topic is None:
        return code
    parent = rulebook.topics.get(topic.parent)
    return f"{words(parent.title)} · {words(topic.title)}" if parent else words(topic.title)


def fact_label(rulebook: Rulebook, fact: str, value: str) -> str:
    """How a declared value of a fact reads."""
    values: Mapping[str, object] = rulebook.facts[fact].values if fact in rulebook.facts else {}
    return words(rulebook.facts[fact].values[value]) if value in values else value
