"""Loaded versions, and what one changed against another."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.directory.tests.factories import make_centre
from firstdesk.ledger.actors import Actor
from firstdesk.regulations import services
from firstdesk.regulations.models import RulebookVersion
from firstdesk.regulations.selectors import version, versions
from firstdesk.regulations.tests.factories import LOADED_AT, RULES, load_real_rules
from firstdesk.regulations.tests.test_browse_pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_centre("governance").people["director"])
    return client


def load_changed(folder: Path) -> RulebookVersion:
    """The real rules with one figure changed: three rings become four."""
    target = folder / "rules"
    shutil.copytree(RULES, target)
    file = target / "police-mediation" / "deadlines.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("amount: 3, unit: rings", "amount: 4, unit: rings", 1), encoding="utf-8")
    return services.load(texts_dir=target, by=Actor.system("test"), at=LOADED_AT + timedelta(days=1))


def test_versions_are_listed_with_who_loaded_them(reader: Client) -> None:
    rulebook = load_real_rules()
    html = page(reader, reverse("regulations:versions"))
    assert rulebook.version[:12] in html
    assert "当前生效" in html
    assert reverse("regulations:compare") not in html  # one version cannot be compared


def test_what_a_version_changed(reader: Client, tmp_path: Path) -> None:
    old = load_real_rules()
    new = load_changed(tmp_path)
    assert reverse("regulations:compare") in page(reader, reverse("regulations:versions"))
    found = versions.compare(old.version, new.version)
    assert [change.rule.id for change in found.changed] == ["pm.answer"]
    assert found.changed[0].moves_clocks
    html = page(reader, reverse("regulations:compare") + f"?old={old.version}&new={new.version}")
    assert old.rule("pm.answer").title.zh in html
    assert "3 声铃响" in html
    assert "4 声铃响" in html
    assert "影响正在运行的时限" in html
    same = page(reader, reverse("regulations:compare") + f"?old={old.version}&new={old.version}")
    assert "没有规则不同" in same


def test_a_version_that_is_not_there_is_refused(reader: Client) -> None:
    rulebook = load_real_rules()
    html = page(reader, reverse("regulations:compare") + f"?old={rulebook.version}&new=nothing", status=422)
    assert 'class="fd-error"' in html


def test_a_version_this_edition_cannot_read_is_said(reader: Client) -> None:
    rulebook = load_real_rules()
    stored = RulebookVersion.objects.get()
    stored.pk, stored.texts = "f" * 64, {"rulebook.yaml": "old: text\n"}
    stored.save(force_insert=True)
    version.cache_clear()
    html = page(reader, reverse("regulations:compare") + f"?old={'f' * 64}&new={rulebook.version}", status=422)
    assert "ffffffffffff" in html
