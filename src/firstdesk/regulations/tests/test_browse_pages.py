"""The pages that show what is written: regulations, clauses, conflicts."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from firstdesk.directory.tests.factories import make_centre, make_person
from firstdesk.regulations import labels
from firstdesk.regulations.selectors import browse
from firstdesk.regulations.tests.factories import load_real_rules
from firstdesk.rulebook.book import Rulebook

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def rulebook() -> Rulebook:
    return load_real_rules()


@pytest.fixture
def reader(client: Client) -> Client:
    """Somebody without any special permission: the auditor of a governance centre."""
    client.force_login(make_centre("governance").people["auditor"])
    return client


def page(client: Client, address: str, *, status: int = 200, language: str = "zh-hans", **headers: str) -> str:
    response = client.get(address, headers={"Accept-Language": language, **headers})
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_five_cards_with_their_counts(reader: Client, rulebook: Rulebook) -> None:
    html = page(reader, reverse("regulations:index"))
    assert html.count('class="rg-card"') == 5
    for regulation in rulebook.regulations.values():
        assert regulation.title.zh in html
        assert reverse("regulations:regulation", args=[regulation.code]) in html
    assert "<b>594</b>" in html
    assert html.count("本中心制度") == 1


def test_english_by_switch(reader: Client, rulebook: Rulebook) -> None:
    html = page(reader, reverse("regulations:index"), language="en")
    assert rulebook.regulations["governance"].title.en in html
    assert rulebook.regulations["governance"].title.zh not in html


def test_whoever_holds_no_post_is_refused_and_a_visitor_is_sent_to_sign_in(client: Client, rulebook: Rulebook) -> None:
    assert client.get(reverse("regulations:index")).status_code == 302
    client.force_login(make_person())
    assert client.get(reverse("regulations:index")).status_code == 403


def test_without_rules_it_says_what_to_do(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstdesk.regulations.selectors.current_version", lambda at: None)
    assert "firstdesk setup" in page(reader, reverse("regulations:index"), status=503)


@pytest.mark.parametrize("code", ["police-mediation", "service-linkage", "police-office", "governance", "window"])
def test_every_clause_of_a_regulation_is_there(reader: Client, rulebook: Rulebook, code: str) -> None:
    html = page(reader, reverse("regulations:regulation", args=[code]))
    for each in rulebook.regulations[code].clauses:
        assert f'id="{each}"' in html


def test_clauses_are_found_by_subject_status_and_words(reader: Client, rulebook: Rulebook) -> None:
    office = reverse("regulations:regulation", args=["police-office"])
    excluded = page(reader, f"{office}?status=excluded")
    assert 0 < excluded.count('class="rg-clause"') < page(reader, office).count('class="rg-clause"') == 200
    assert "rg-chip-carried" not in excluded
    assert excluded.count("不实行的理由") == excluded.count('class="rg-clause"')
    address = reverse("regulations:regulation", args=["police-mediation"])
    intake = page(reader, f"{address}?capability=intake")
    assert intake.count('class="rg-clause"') == sum(
        rulebook.clauses[each].capability == "intake" for each in rulebook.regulations["police-mediation"].clauses
    )
    assert page(reader, f"{address}?text=pm-022").count('class="rg-clause"') == 1
    nothing = page(reader, f"{address}?text=没有这样的字")
    assert 'class="rg-clause"' not in nothing
    assert "fd-empty" in nothing
    assert page(reader, f"{address}?status=nonsense").count('class="rg-clause"') == 60


def test_the_swapped_list_is_the_reloaded_one(reader: Client, rulebook: Rulebook) -> None:
    address = reverse("regulations:regulation", args=["police-mediation"]) + "?status=carried"
    part = page(reader, address, **HTMX)
    assert "<html" not in part
    assert part.strip() in page(reader, address)
    assert "<html" in page(reader, address, **HTMX, **{"HX-History-Restore-Request": "true"})


def test_an_excluded_clause_says_why_and_what_is_done_instead(reader: Client, rulebook: Rulebook) -> None:
    clause = next(each for each in rulebook.clauses.values() if each.notes.get("safe_core"))
    html = page(reader, reverse("regulations:clause", args=[clause.id]), language="en")
    assert escape(clause.notes["excluded_reason"]) in html
    assert escape(clause.notes["safe_core"]) in html


def test_reason_and_safe_core_are_told_in_chinese_too(rulebook: Rulebook) -> None:
    with translation.override("zh-hans"):
        excluded = [each for each in rulebook.clauses.values() if each.enforceable == "excluded"]
        assert len(excluded) == 51
        assert [each.id for each in excluded if browse.note(each, "excluded_reason").isascii()] == []
        told = [browse.note(each, "safe_core") for each in excluded]
        assert [text for text in told if text and text.isascii()] == []
        minded = [browse.note(each, "privacy_note") for each in rulebook.clauses.values()]
        assert [text for text in minded if text and text.isascii()] == []


def test_a_clause_leads_to_what_carries_it(reader: Client, rulebook: Rulebook) -> None:
    html = page(reader, reverse("regulations:clause", args=["PM-022"]))
    assert reverse("regulations:rule", args=["pm.answer"]) in html
    clause = rulebook.clauses["PM-022"]
    assert clause.text.zh in html
    assert f'<p lang="en">{escape(clause.text.en)}' in html
    assert page(reader, reverse("regulations:clause", args=["PM-999"]), status=404)


def test_every_clause_has_its_page(rulebook: Rulebook, reader: Client) -> None:
    for each in list(rulebook.clauses)[::20]:
        page(reader, reverse("regulations:clause", args=[each]))


def test_twenty_four_conflicts_with_their_settlement(reader: Client, rulebook: Rulebook) -> None:
    html = page(reader, reverse("regulations:conflicts"))
    assert html.count('<tr id="c') == 24
    for conflict in rulebook.conflicts:
        assert conflict.settlement.zh in html
        for each in conflict.clauses:
            assert reverse("regulations:clause", args=[each]) in html


def test_every_word_of_the_rules_files_is_known_in_chinese(rulebook: Rulebook) -> None:
    with translation.override("zh-hans"):
        actors = {clause.actor for clause in rulebook.clauses.values()}
        assert [name for name in actors if labels.actor(name) == name] == []
        for clause in rulebook.clauses.values():
            assert str(labels.KIND[clause.kind]).isascii() is False
            assert str(labels.CAPABILITY[clause.capability]).isascii() is False
