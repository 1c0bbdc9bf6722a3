"""The demonstration: its words are in order, and what it makes holds what must always hold."""

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, override_settings

from firstdesk.complaints.models import Compensation
from firstdesk.config import demo
from firstdesk.config.demo import build, data, paper
from firstdesk.config.demo.make import make
from firstdesk.directory.models import Appointment, User
from firstdesk.directory.roles import ROLES
from firstdesk.directory.tests.factories import acting
from firstdesk.dispatch.models import Service, Turnout
from firstdesk.dispatch.models import Task as HelpTask
from firstdesk.files.kinds import kind_of
from firstdesk.followup.models import Rating
from firstdesk.intake.models import ImportRun, Submission
from firstdesk.matters.models import Attachment, Link, Matter, Nature
from firstdesk.notices.models import Delivery, Template
from firstdesk.obligations.models import Clock
from firstdesk.oversight.models import Application, Supervision
from firstdesk.regulations.tests.factories import load_real_rules
from firstdesk.teamwork.models import Mention
from firstdesk.workbench.models import SavedFilter
from firstdesk.workbench.selectors.invariants import findings

NOW = datetime(2025, 11, 20, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("story", data.stories(), ids=lambda story: story.title)
def test_a_story_can_be_told(story: data.Story) -> None:
    told = data.tell(story, "榕荫路", Random(1))
    assert "{" not in told.title + told.narrative + told.done + told.said
    assert 0 < len(told.title) <= 120
    assert told.done and told.said


def test_grids_share_their_borders() -> None:
    """Sixteen cells over one lattice: together they cover it, and inner corners belong to four of them."""
    rings = [tuple(map(tuple, each["geometry"]["coordinates"][0])) for each in build.features()]
    corners = [corner for ring in rings for corner in ring[:4]]
    assert len(rings) == 16
    assert len(set(corners)) == 25
    assert sorted({corners.count(corner) for corner in set(corners)}) == [1, 2, 4]


@pytest.mark.django_db
def test_every_story_is_of_the_rulebook() -> None:
    book = load_real_rules()
    for story in data.stories():
        assert story.topic in book.topics, story.title
        for fact in ("nature", "urgency", "grade", "remit"):
            assert getattr(story, fact) in book.facts[fact].values, story.title
    assert {story.topic.partition(".")[0] for story in data.stories()} == set(book.facts["topic"].values)
    assert {story.nature for story in data.stories()} >= set(Nature.values) - {"other"}
    assert set(data.city()["charter"]) <= set(book.clauses)


def _shows_what_a_desk_does() -> None:
    """Even a small city has something of each kind to look at."""
    assert {"paid", "owed"} <= set(Compensation.objects.values_list("state", flat=True))
    assert {"sent", "stuck", "unsure"} <= set(Delivery.objects.values_list("stage", flat=True))
    assert Supervision.objects.filter(state="open").exists()
    assert Application.objects.filter(state="asked").exists()
    assert Application.objects.exclude(state="asked").exists()
    assert Turnout.objects.filter(state__in=["ordered", "on_way", "on_scene"]).exists()
    assert Matter.objects.filter(urgency="urgent", ended_at=None).exists()
    for model in (Attachment, HelpTask, Link, Mention, Rating, SavedFilter, Service, Submission, Template):
        assert model._default_manager.exists(), model


def test_pictures_and_papers_are_what_they_say() -> None:
    for name, content in (("png", paper.picture(paper.DRAWN["wall.png"])), ("pdf", paper.paper())):
        assert kind_of(content) == name


@pytest.mark.slow
@pytest.mark.django_db
def test_a_small_city_holds_what_must_always_hold() -> None:
    load_real_rules()
    make(at=NOW, count=24)
    assert not list(findings(NOW))
    assert len(set(Matter.objects.values_list("state", flat=True))) >= 4
    assert Clock.objects.filter(stopped_at__isnull=False).exists()
    assert Matter.objects.filter(registered_at__gt=NOW).count() == 0
    old = ImportRun.objects.get()
    assert (old.state, old.total, old.imported, old.failed) == ("done", 8, 6, 2)
    _shows_what_a_desk_does()
    held = set(Appointment.objects.values_list("post__role", flat=True))
    assert held == set(ROLES)
    assert {user for _role, user, _password in demo.accounts()} == set(demo.SHOWN)
    assert demo.make_if_empty(at=NOW) is False
    assert demo.to_learn() == []
    with override_settings(LEARN_FROM=3):
        assert "cx-linkage" in demo.to_learn()
    assert User.objects.get(username="intake1").check_password(build.PASSWORD)
    client = Client()
    client.force_login(User.objects.get(username="director1"))
    assert client.get("/").status_code == 200
    offered = Matter.objects.awaiting(acting(User.objects.get(username="liaison1"), NOW)).filter(state="offered")
    assert offered.count() >= 2  # to accept or object, whoever looks round first
