"""From a duty one click leads to the work that proves it."""

from django.urls import reverse

from firstdesk.config.duties_port import DONE_AT
from firstdesk.obligations import ports
from firstdesk.regulations.tests.factories import RULES
from firstdesk.rulebook.load import load_rulebook


def test_every_evidence_that_only_the_work_gives_names_its_page() -> None:
    """A duty whose page says «do it now» must say where."""
    words = load_rulebook(RULES).vocabulary
    by_work = {name for name in words.evidence if words.proof(name).by_work}
    assert by_work - set(DONE_AT) == set()
    assert set(DONE_AT) - by_work == set()


def test_the_pages_exist() -> None:
    assert all(reverse(page) for page in DONE_AT.values())
    assert ports.works("site_check") == "obligations:checklist"
