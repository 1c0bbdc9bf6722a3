"""Choices the rules define: subjects, prevention bodies, and what an induction must cover."""

from collections.abc import Collection, Sequence
from datetime import datetime

from firstdesk.common.language import words
from firstdesk.directory.models import Post, Unit
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.lists import ListRule
from firstdesk.rulebook.model import Entry
from firstdesk.training.models import Course, Kind

SUBJECTS, INDUCTION, PUBLICITY, BODIES = (
    "training_subjects", "induction_subjects", "publicity_subjects", "prevention_bodies",
)  # fmt: skip
Choices = list[tuple[str, str]]


def entries(book: Rulebook, centre_kind: str, name: str) -> list[Entry]:
    """The entries of a list from all regulations of a kind of centre, without repetition."""
    adopted = book.centre(centre_kind).adopts
    rules = [rule for rule in book.rules.values() if isinstance(rule, ListRule) and rule.list == name]
    found: dict[str, Entry] = {}
    for rule in sorted(rules, key=lambda each: adopted.index(each.regulation) if each.regulation in adopted else 99):
        if rule.regulation in adopted:
            for item in rule.items:
                found.setdefault(item.id, item)
    return list(found.values())


def choices(centre: Unit, name: str, at: datetime) -> Choices:
    """The list as form choices, in the reader's language."""
    return [(each.id, words(each.text)) for each in entries(regulations.current(at), centre.centre_kind, name)]


def subjects_of(centre: Unit, kind: str, at: datetime) -> Choices:
    """Subjects for a kind of course."""
    if kind == Kind.PUBLICITY:
        return choices(centre, PUBLICITY, at)
    found = dict(choices(centre, INDUCTION, at))
    return list((found | dict(choices(centre, SUBJECTS, at))).items())


def all_subjects(centre: Unit, at: datetime) -> Choices:
    """Subjects of every kind of course."""
    return list((dict(subjects_of(centre, Kind.INNER, at)) | dict(choices(centre, PUBLICITY, at))).items())


def must_cover(centre: Unit, at: datetime) -> frozenset[str]:
    """Codes of the subjects an induction must cover to count."""
    book = regulations.current(at)
    return frozenset(each.id for each in entries(book, centre.centre_kind, INDUCTION))


def named(codes: Collection[str], known: Sequence[tuple[str, str]]) -> list[str]:
    """Codes as labels; a code the rules no longer define is shown as it is."""
    told = dict(known)
    return [told.get(code, code) for code in codes]


def posts_of(centre: Unit) -> Choices:
    """Codes of posts in a centre and the units under it, as choices: a course addresses all holders of a post."""
    found = Post.objects.filter(unit__path__startswith=centre.path, unit__is_active=True)
    return list(dict(found.values_list("code", "name").order_by("-pk")).items())


def said_of(course: Course, at: datetime) -> dict[str, list[str]]:
    """Labels of a course's subjects, posts and bodies."""
    return {
        "subjects": named(course.subjects, all_subjects(course.unit, at)),
        "posts": named(course.posts, posts_of(course.unit)),
        "bodies": named(course.bodies, choices(course.unit, BODIES, at)),
    }
