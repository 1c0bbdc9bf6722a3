"""Maps each kind of document to its content. Everything belongs to the given case: ids of other cases are not found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.files import documents, seals, words
from firstdesk.mediation.models import (
    Agent,
    Agreement,
    Case,
    Confirmation,
    Failure,
    Inquiry,
    Invitation,
    Paper,
    Party,
    Plan,
    Session,
    Told,
)
from firstdesk.mediation.selectors.papers import agreeing, ending, opening, recording
from firstdesk.mediation.selectors.papers.common import Draft, sealing_unit

M = TypeVar("M", bound=Model)
CHINESE = "zh-hans"
Kind = Paper.Kind


@dataclass(frozen=True)
class Gathered:
    """A document ready to be rendered as PDF or .docx."""

    draft: Draft
    test_mark: str = ""  # where what it would be sealed with is for trying out: every sheet says so

    @property
    def is_test(self) -> bool:
        """Whether every page is marked as a test document."""
        return bool(self.test_mark)

    def pdf(self, *, copy: int = 0, code: str = "", address: str = "", form: str = documents.PDFA) -> bytes:
        """Render as PDF/A. The same record, copy number and code give the same bytes."""
        with translation.override(CHINESE):
            return documents.paper(self._sheet(copy, code, address), self.draft.blocks, at=self.draft.at, form=form)

    def docx(self) -> bytes:
        """Render as .docx, to be edited before anybody signs."""
        with translation.override(CHINESE):
            return words.paper(self._sheet(0, "", ""), self.draft.blocks)

    def _sheet(self, copy: int, code: str, address: str) -> documents.Sheet:
        draft = self.draft
        return documents.Sheet(
            title=draft.title, number=draft.number, copy=copy, copies=draft.copies if copy else 0, address=address,
            code=code, has_seam=draft.has_seam, mark=" · ".join(filter(None, [draft.mark, self.test_mark])),
        )  # fmt: skip


def gather(case: Case, kind: str, subject: int = 0) -> Gathered:
    """The document of this kind about this subject (0: the newest). Raises Http404 where there is nothing to make it
    from, NotAllowed where it may not be made."""
    with translation.override(CHINESE):
        return Gathered(MAKERS[Kind(kind)](case, subject), seals.test_mark(sealing_unit(case)))


def shared_performance(case: Case) -> Gathered:
    """The performance document in the version both sides may read."""
    with translation.override(CHINESE):
        return Gathered(ending.performance(case, is_shared=True), seals.test_mark(sealing_unit(case)))


def preview(row: Agreement) -> Gathered:
    """The agreement in its present state."""
    with translation.override(CHINESE):
        return Gathered(agreeing.agreement(row), seals.test_mark(sealing_unit(row.case)))


def _one(rows: QuerySet[M], subject: int) -> M:
    """The one meant, or the last there is."""
    found = rows.filter(pk=subject).first() if subject else rows.order_by("-pk").first()
    if found is None:
        raise NotAllowed(_("There is nothing yet to make this document of."))
    return found


def _rights(case: Case, subject: int) -> Draft:
    party = Party.objects.filter(case=case, pk=subject).first()
    if subject and party is None:
        raise Http404
    told = Told.objects.filter(party__case=case).order_by("told_at").first()
    return opening.rights(case, party, told.told_at if told else case.decided_at or case.applied_at)


def _record(case: Case, subject: int) -> Draft:
    rows = Session.objects.filter(lead=case) | Session.objects.filter(joined=case)
    rows = rows.filter(begun_at__isnull=False)  # of one that is only arranged there is nothing to record
    session = _one(rows.select_related("lead", "room").distinct(), subject)
    return recording.record(session, case)


def _agreement(case: Case, subject: int) -> Draft:
    rows = Agreement.objects.filter(case=case, kind=Agreement.Kind.WRITTEN)
    return agreeing.agreement(_one(rows.select_related("case__matter", "case__centre"), subject))


def _oral(case: Case, subject: int) -> Draft:
    rows = Agreement.objects.filter(case=case, kind=Agreement.Kind.ORAL)
    return agreeing.oral(_one(rows.select_related("case__matter", "case__centre"), subject))


def _confirmation(case: Case, subject: int) -> Draft:
    rows = Confirmation.objects.filter(agreement__case=case).select_related("agreement__case__centre")
    return agreeing.confirmation(_one(rows, subject))


def _invitation(case: Case, subject: int) -> Draft:
    rows = Invitation.objects.filter(party__case=case, is_off=False).select_related(
        "party__case__centre", "session__room"
    )
    return opening.invitation(_one(rows, subject))


MAKERS: dict[str, Callable[[Case, int], Draft]] = {
    Kind.APPLICATION: lambda case, subject: opening.application(case),
    Kind.RIGHTS: _rights,
    Kind.PLAN: lambda case, subject: opening.plan(
        _one(Plan.objects.filter(case=case).select_related("case__centre", "planned_by"), subject)
    ),
    Kind.INVITATION: _invitation,
    Kind.INQUIRY: lambda case, subject: opening.inquiry(
        _one(Inquiry.objects.filter(case=case).select_related("case__centre", "party", "asked_by"), subject)
    ),
    Kind.RECORD: _record,
    Kind.MANDATE: lambda case, subject: opening.mandate(
        _one(Agent.objects.filter(party__case=case).select_related("party__case__centre"), subject)
    ),
    Kind.AGREEMENT: _agreement,
    Kind.ORAL: _oral,
    Kind.FAILURE: lambda case, subject: ending.failure(
        _one(Failure.objects.filter(case=case).select_related("case__centre", "refusing"), 0)
    ),
    Kind.PERFORMANCE: lambda case, subject: ending.performance(case),
    Kind.CONFIRMATION: _confirmation,
}
