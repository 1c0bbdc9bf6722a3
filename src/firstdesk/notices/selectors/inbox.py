"""What a person was told."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import translation

from firstdesk.common.language import lang
from firstdesk.directory.models import User
from firstdesk.notices.models import Notice

SIZE = 30


@dataclass(frozen=True)
class Bell:
    """How many notices wait, and how many of them are about something late."""

    unread: int
    danger: int


@dataclass(frozen=True)
class Mark:
    """Where a page ended: after this notice, read or not. The list has all unread notices before all read ones."""

    is_read: bool
    created_at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{int(self.is_read)}~{self.created_at.isoformat()}~{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "Mark | None":
        """What was in an address; None for none, or for what nobody gave out."""
        try:
            is_read, created_at, pk = text.split("~")
            found = cls(is_read == "1", datetime.fromisoformat(created_at), int(pk))
        except ValueError:
            return None
        return found if found.created_at.tzinfo and abs(found.pk) < 2**63 else None


@dataclass(frozen=True)
class Line:
    """One notice in the reader's language."""

    notice: Notice
    text: str


@dataclass(frozen=True)
class Page:
    """A page of notices; `older` marks where the next begins, "" on the last."""

    lines: tuple[Line, ...]
    older: str


def notices_of(user: User) -> QuerySet[Notice]:
    """Everything said to the person, newest first."""
    return Notice.objects.filter(recipient=user).order_by("-created_at", "-pk")


def unread(user: User) -> QuerySet[Notice]:
    """What the person has not read yet, newest first."""
    return notices_of(user).filter(read_at=None)


def bell(user: User) -> Bell:
    """One query, over the unread alone (partial index); every open page asks this every few seconds."""
    found = Notice.objects.filter(recipient=user, read_at=None).aggregate(
        unread=Count("pk"), danger=Count("pk", filter=Q(level="danger"))
    )
    return Bell(found["unread"], found["danger"])


def page(user: User, after: str = "") -> Page:
    """Unread notices first, then those read, each newest first."""
    mark = Mark.parse(after)
    found: list[Notice] = []
    if mark is None or not mark.is_read:
        found = list(_beyond(unread(user), mark)[: SIZE + 1])
    if len(found) <= SIZE:
        read = notices_of(user).exclude(read_at=None)
        found += _beyond(read, mark if mark and mark.is_read else None)[: SIZE + 1 - len(found)]
    shown = found[:SIZE]
    older = ""
    if len(found) > SIZE:
        last = shown[-1]
        older = str(Mark(last.read_at is not None, last.created_at, last.pk))
    return Page(tuple(Line(notice, sentence(notice)) for notice in shown), older)


def sentence(notice: Notice) -> str:
    """The notice in the reader's language. A text whose places and values no longer agree is shown as it is.

    A value that exists in both languages (the title of a rule) has a twin `name_en`, read by those who read English.
    """
    text = translation.gettext(notice.text)
    twins = {name.removesuffix("_en"): value for name, value in notice.values.items() if name.endswith("_en")}
    try:
        return str(text % (notice.values | (twins if lang() == "en" else {})))
    except (KeyError, TypeError, ValueError):
        return text


def _beyond(notices: QuerySet[Notice], mark: Mark | None) -> QuerySet[Notice]:
    if mark is None:
        return notices
    same = Q(created_at=mark.created_at, pk__lt=mark.pk)
    return notices.filter(Q(created_at__lt=mark.created_at) | same)
