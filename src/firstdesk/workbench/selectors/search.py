"""Finding matters by words: which rows the words lead to, and how the database is best asked.

A rare word is looked up by its pairs of characters; of a common one the newest matters are tried until a page is full.
Whoever sees few of many has theirs tried, whatever the word. So no search reads more than some thousands of rows.
Several words are looked for together in one text: the title, the story with its place, or one answer.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, OuterRef, Q, QuerySet, Subquery, TextField

from firstdesk.common.lookups import any_of
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter, SearchText, around

RARE = 6000  # texts with a word up to which all of them are looked up
RARE_NEAR = 20_000  # the same for whoever sees few: trying a text costs more than looking one up
FEW = 5000  # matters up to which a person counts as seeing few
SAMPLE = 1500  # texts of a common word that are looked at to say "more than a thousand"
SHORTEST = 2
MOST_WORDS = 4
NUMBER = re.compile(r"[a-z]{1,4}-[0-9a-z-]*")
SERIAL = re.compile(r"[0-9]{1,7}")
PERSONAL = re.compile(r"(?<![0-9a-z-])[0-9]{11}(?![0-9])|[0-9]{17}[0-9x]")


@dataclass(frozen=True)
class Sought:
    """What was typed, taken apart."""

    words: tuple[str, ...] = ()
    number: str = ""  # beginning of a matter's number
    serial: int | None = None  # its last part, without the noughts

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.number or self.serial is not None)


@dataclass(frozen=True)
class Found:
    """Which matters the words lead to: a filter, and what is known of how many there are."""

    only: Q
    is_all: bool  # the filter names them one by one; else it is tried on the newest first
    sample: tuple[int, ...] = ()  # of a common word: some matters that have it


def taken_apart(typed: str) -> Sought:
    """Words, or a number. A single character is no word: it would be in half of all matters."""
    folded = unicodedata.normalize("NFKC", typed).lower().strip()
    if looks_personal(folded):
        return Sought()
    if NUMBER.fullmatch(folded):
        return Sought(number=folded.upper())
    words = sorted({word for word in folded.split() if len(word) >= SHORTEST}, key=lambda word: (-len(word), word))
    serial = int(folded) if SERIAL.fullmatch(folded) else None
    return Sought(words=tuple(words[:MOST_WORDS]), serial=serial)


def looks_personal(typed: str) -> bool:
    """A whole phone or card number: it has no place in an address and is looked up on a page of its own."""
    return PERSONAL.search(unicodedata.normalize("NFKC", typed).lower()) is not None


def too_short(typed: str) -> bool:
    """Whether something was typed that cannot be looked for."""
    return bool(typed.strip()) and taken_apart(typed).is_empty


def texts_with(words: Sequence[str]) -> QuerySet[SearchText]:
    """The texts that hold all the words, by the index of pairs; a word itself is checked where it is longer than a pair."""
    pairs = {a + b for word in words for a, b in zip(word, word[1:], strict=False)}
    of_text = Func(F("text"), function="matters_pairs", output_field=ArrayField(TextField()))
    found = SearchText.objects.order_by().alias(pairs=of_text).filter(pairs__contains=sorted(pairs))  # type: ignore[misc]
    return found.filter(_all_in([word for word in words if len(word) > SHORTEST]))


def has(words: Sequence[str]) -> Q:
    """Whether a text of the matter holds all the words, tried row by row. Asked as a value of the row: the database
    takes every word for a rare one, and would else read all texts to answer for one page."""
    return Q(pk=Subquery(SearchText.objects.filter(_all_in(words), matter=OuterRef("pk")).values("matter")[:1]))


def _all_in(words: Sequence[str]) -> Q:
    wanted = Q()
    for word in words:
        wanted &= Q(text__contains=word)
    return wanted


def lookup(sought: Sought, *, near: QuerySet[Any, Any] | None = None) -> Found:
    """How to find what is sought. `near`: the keys of what is around a person who sees so little that, of a word that is
    common, theirs are tried one by one."""
    if sought.number:
        return Found(Q(number__startswith=sought.number), is_all=True)
    serial = Q(seq=sought.serial) if sought.serial is not None else Q(pk__in=[])
    if not sought.words:
        return Found(serial, is_all=True)
    tried = has(sought.words) | serial if sought.serial is not None else has(sought.words)
    most = RARE if near is None else RARE_NEAR
    found = list(texts_with(sought.words).values_list("matter_id", flat=True)[: most + 1])
    if len(found) > most:
        return Found(tried, is_all=near is not None, sample=() if near is not None else tuple(set(found[:SAMPLE])))
    keys = set(found)
    if sought.serial is not None:
        keys.update(Matter.objects.filter(serial).values_list("pk", flat=True))
    if near is not None and keys:
        keys &= {key for row in near for key in row.values()}
    return Found(any_of(keys), is_all=True)


def every(sought: Sought) -> Q:
    """What is sought as one filter, for whoever wants all of it and may wait."""
    if sought.number:
        return Q(number__startswith=sought.number)
    found = Q(pk__in=texts_with(sought.words).values("matter_id")) if sought.words else Q(pk__in=[])
    return found | Q(seq=sought.serial) if sought.serial is not None else found


def sees_few(acting: Acting, at: datetime) -> bool:
    """Whether so little is around a person that it is looked up instead of tried row by row. It only says which way is
    the shorter one, so that it is counted once in a quarter of an hour."""
    return _sees_at_most(FEW, acting, int(at.timestamp()) // 900)


@lru_cache(maxsize=2000)
def _sees_at_most(many: int, acting: Acting, _quarter: int) -> bool:
    return around(acting, once=False)[: many + 1].count() <= many
