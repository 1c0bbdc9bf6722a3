"""A mediation's file is an archive's for its term: the matter's own words go before, those of the case after it."""

from datetime import timedelta

import pytest

from firstdesk.common.retention import ERASED
from firstdesk.files.models import File
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.services.retention import erase_expired
from firstdesk.mediation.models import Paper, Party
from firstdesk.mediation.services import case as services
from firstdesk.mediation.services import papers
from firstdesk.mediation.services.case import Decline
from firstdesk.mediation.services.papers import Wanted
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, make_applied

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)


@pytest.fixture
def table() -> Table:
    """An application with its paper."""
    made = make_applied()
    papers.enter(made.case, Wanted(kind=Paper.Kind.APPLICATION), walks.a_file(made, "申请书"), by=made.by, at=made.at)
    return made


def end(table: Table, *, with_case: bool = True) -> None:
    if with_case:
        services.decline(
            table.case, Decline(why="不属于调解范围", ways_told=("诉讼",)), by=table.as_("director"), at=table.at
        )
    matters.withdraw(Matter.objects.get(pk=table.case.matter_id), reason="不再要求", by=table.desk.by, at=table.at)


def test_the_file_stays_for_the_archives_term_when_the_matter_is_erased(table: Table) -> None:
    said = table.case.facts
    end(table)
    assert erase_expired(at=table.at + 4 * YEAR) == 1
    assert Matter.objects.get(pk=table.case.matter_id).title == ERASED
    assert table.case.facts == said and table.case.decided_why == "不属于调解范围"
    assert all(party.name for party in table.parties)
    assert Paper.objects.get(case=table.pk).file is not None


def test_after_the_term_its_words_and_its_papers_go(table: Table) -> None:
    end(table)
    erase_expired(at=table.at + 4 * YEAR)
    erase_expired(at=table.at + 10 * YEAR + timedelta(days=1))
    assert (table.case.facts, table.case.decided_why) == ("", ERASED)
    assert not any(party.name for party in table.parties)
    paper = Paper.objects.get(case=table.pk)
    assert paper.file is None and paper.sha256  # that there was one, and which, stays
    assert File.objects.exists()  # the shelf sweeps what nothing points to


def test_an_open_case_keeps_its_file_however_old_the_matter_is(table: Table) -> None:
    end(table, with_case=False)
    erase_expired(at=table.at + 30 * YEAR)
    assert table.case.facts
    assert Party.objects.filter(case=table.pk).exclude(name="").exists()
