"""What may be chosen in the list's filter, and the filters people have kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404

from firstdesk.common.language import words
from firstdesk.directory.scope import Acting
from firstdesk.regulations import selectors as regulations
from firstdesk.workbench.models import SavedFilter
from firstdesk.workbench.selectors.matters import units_to_choose

Choices = list[tuple[object, object]]


def choices(at: datetime) -> dict[str, Choices]:
    """Topics and promises as the rules name them, units as they answer."""
    rulebook = regulations.current(at)
    units: Choices = [(unit.pk, unit.name) for unit in units_to_choose()]
    return {
        "topic": [
            (root.code, regulations.topic_name(rulebook, root.code)) for root, _c in regulations.topics(rulebook)
        ],
        "unit": units,
        "owes": units,
        "promise": [(code, words(text)) for code, text in rulebook.vocabulary.clocks.items()],
    }


@dataclass(frozen=True)
class Kept:
    """A kept filter as the list shows it."""

    saved: SavedFilter
    is_mine: bool


def kept_for(acting: Acting) -> Sequence[Kept]:
    """One's own filters and those shared with one's units, by name."""
    found = SavedFilter.objects.filter(Q(saved_by=acting.user) | Q(unit__in=acting.unit_ids))
    return [
        Kept(saved, saved.saved_by_id == acting.user.pk)
        for saved in found.select_related("saved_by", "unit").order_by("name", "pk")
    ]


def get_filter(pk: int, acting: Acting) -> SavedFilter:
    """A filter this person may use. Raises Http404."""
    found = next((kept.saved for kept in kept_for(acting) if kept.saved.pk == pk), None)
    if found is None:
        raise Http404
    return found
