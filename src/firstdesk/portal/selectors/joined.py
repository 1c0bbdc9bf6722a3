"""What came of the matter a report was joined to, for the person who made that report; of nobody else anything."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from firstdesk.directory.models import Unit
from firstdesk.followup.models import Reply
from firstdesk.intake.models import Party
from firstdesk.intake.selectors import mask_name, mask_phone
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import joined_to
from firstdesk.matters.states import State

Words = str | Promise
NUMBERS = re.compile(r"(?<!\d)(?:1\d{10}|\d{17}[\dXx])(?!\d)")  # of mobile phones and of identity cards


@dataclass(frozen=True)
class Answered:
    """An answer given there, with the names and numbers of others covered."""

    text: str
    replied_at: datetime


@dataclass(frozen=True)
class There:
    """The matter it was joined to, as far as somebody else may know of it."""

    state: str
    unit: Unit
    answers: tuple[Answered, ...]


def there(matter: Matter) -> There | None:
    """None where it stands for itself, and where what it was joined to is protected: then the centre tells the person."""
    kept = _kept(matter)
    if kept is None or kept.is_restricted:
        return None
    others = Party.objects.filter(matter__in=[kept, *joined_to(kept)]).exclude(matter=matter)
    own = set(Party.objects.filter(matter=matter).values_list("name", flat=True))
    covered = _covered(others, own)
    answers = Reply.objects.filter(matter=kept).order_by("-replied_at", "-pk")
    return There(
        kept.state,
        kept.responsible_unit,
        tuple(Answered(cover(each.text, covered), each.replied_at) for each in answers),
    )


def _kept(matter: Matter) -> Matter | None:
    """Where the person is answered; one joined twice over is answered at the end of the row."""
    kept = matter
    while kept.state == State.DUPLICATE and kept.duplicate_of_id is not None:
        kept = Matter.objects.select_related("responsible_unit").get(pk=kept.duplicate_of_id)
    return kept if kept.pk != matter.pk else None


def _covered(others: Iterable[Party], own: set[str]) -> dict[str, str]:
    """What is covered, by what it is covered with; the longest first."""
    found = {}
    for party in others:
        if len(party.name) > 1 and party.name not in own:
            found[party.name] = mask_name(party.name)
        if party.phone:
            found[party.phone] = mask_phone(party.phone)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def cover(text: str, covered: dict[str, str]) -> str:
    """The text without the names and numbers of others."""
    for whole, part in covered.items():
        text = text.replace(whole, part)
    return NUMBERS.sub(lambda found: mask_phone(found.group()), text)
