"""What is suggested while a report is taken down."""

import inspect

import pytest
from django.utils import translation

from firstdesk.directory.models import CentreKind
from firstdesk.matters.tests.factories import make_desk
from firstdesk.triage.selectors import suggest

pytestmark = pytest.mark.django_db


def test_keywords_are_the_explained_fallback() -> None:
    desk = make_desk(CentreKind.GOVERNANCE)
    found = suggest("老人早上出门买菜走失,家属求助", desk.centre.unit, desk.at)
    assert found.source == "keywords" and len(found.version) == 64
    assert found.topic is not None and found.topic.value.startswith("missing_person")
    assert found.topic is not None and "走失" in found.topic.reasons
    assert found.nature is not None and found.nature.value == "help"
    assert found.urgency is not None and found.urgency.value == "priority"


def test_words_are_in_the_readers_language() -> None:
    desk = make_desk(CentreKind.GOVERNANCE)
    with translation.override("en"):
        found = suggest("楼道起火了,有人被困", desk.centre.unit, desk.at)
    assert found.topic is not None and found.topic.label == "Fire and safety hazards · Fire"
    assert found.urgency is not None and found.urgency.value == "urgent"


def test_nothing_is_suggested_for_nothing() -> None:
    desk = make_desk(CentreKind.GOVERNANCE)
    assert suggest("", desk.centre.unit, desk.at).is_empty


def test_who_told_it_is_never_asked() -> None:
    assert list(inspect.signature(suggest).parameters) == ["text", "centre", "at"]
