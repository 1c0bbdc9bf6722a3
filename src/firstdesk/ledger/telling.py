"""What the record says of a row, in words: how an entry reads, and what was done since a page was made."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol

from firstdesk.common import clock
from firstdesk.common.http import moment_in
from firstdesk.common.language import lang
from firstdesk.common.refusals import Conflict, Detail, Text, unreadable_page
from firstdesk.ledger.models import Entry

MOST = 5


class Recorded(Protocol):
    """A row with a chain it is recorded in, and the moment of what was done with it last."""

    pk: int
    _meta: ClassVar[Any]

    @property
    def changed_at(self) -> datetime: ...

    @property
    def ledger_chain(self) -> str: ...


def filled(entry: Entry, words: Text) -> str:
    """A sentence with what the entry holds, in the reader's language; the bare verb where it holds too little."""
    held = entry.before | entry.after
    twins = {name.removesuffix("_en"): value for name, value in held.items() if name.endswith("_en")}
    values = {name: _plain(value) for name, value in (held | (twins if lang() == "en" else {})).items()}
    try:
        return str(words) % values if "%(" in str(words) else str(words)
    except KeyError:
        return entry.verb


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def said(entry: Entry, words: Text) -> str:
    """One entry as a Conflict says it: when, what, who from which post."""
    who = " · ".join(filter(None, [entry.actor_name if entry.actor_id else "", entry.post_name]))
    told = f"{clock.local(entry.at):%H:%M} {filled(entry, words)}"
    return f"{told} — {who}" if who else told


def check_seen(row: Recorded, seen: str, words: Mapping[str, Text]) -> None:
    """Raises Conflict with what was done meanwhile where the page a form was sent from had an older row.

    `seen` is the row's `changed_at` as the page had it; `words` are the sentences of the verbs one may be told of.
    """
    then = moment_in(seen)
    if then is None:
        raise unreadable_page()
    if then != row.changed_at:
        entries = Entry.objects.filter(chain=row.ledger_chain, subject_kind=row._meta.label, subject_id=row.pk)
        newest = entries.filter(verb__in=words, at__gt=then).order_by("-seq")[:MOST]
        raise Conflict(details=[Detail("", said(each, words[each.verb])) for each in newest])
