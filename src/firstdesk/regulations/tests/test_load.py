"""Loading the rules."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.regulations import selectors, services
from firstdesk.regulations.models import RulebookVersion
from firstdesk.regulations.tests.factories import LOADED_AT, RULES, load_real_rules

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    folder = shutil.copytree(RULES, tmp_path / "rules")
    (folder / "rulebook.yaml").write_text(
        (RULES / "rulebook.yaml").read_text(encoding="utf-8") + "\n# Another.\n", "utf-8"
    )
    before = RulebookVersion.objects.count()
    first, second = (services.load(texts_dir=folder, by=Actor.system("test"), at=LOADED_AT) for _ in range(2))
    assert first == second
    assert RulebookVersion.objects.count() == before + 1
    assert Entry.objects.filter(verb="rulebook.loaded").count() == 1


def test_current_and_before_it() -> None:
    with pytest.raises(selectors.NoRulebook):
        selectors.current(LOADED_AT)
    rulebook = load_real_rules()
    in_force = datetime.combine(rulebook.in_force_from, datetime.min.time(), UTC) + timedelta(hours=6)
    assert selectors.current(in_force).version == rulebook.version
    with pytest.raises(selectors.NoRulebook):
        selectors.current(in_force - timedelta(days=2))


def test_topics_read_in_both_languages() -> None:
    rulebook = load_real_rules()
    roots = [root.code for root, _children in selectors.topics(rulebook)]
    assert "neighbour_disputes" in roots
    assert selectors.topic_name(rulebook, "neighbour_disputes.pets") == "邻里纠纷 · 养宠扰邻"
    assert selectors.topic_name(rulebook, "gone") == "gone"
    assert selectors.fact_label(rulebook, "nature", "help") == "求助"
