"""How a case ended without agreement, and what became of what was promised."""

from django.utils.translation import gettext as _

from firstdesk.common.money import yuan
from firstdesk.files import blocks
from firstdesk.files.blocks import Block, Row
from firstdesk.mediation.models import Agreement, Case, Failure, Promise, Urging, Visit
from firstdesk.mediation.selectors.papers.common import (
    Draft,
    called,
    committee_of,
    day,
    mediators_of,
    moment,
    parties_of,
    party_rows,
)


def failure(row: Failure) -> Draft:
    """Why it ended, that the other ways of the law were told, and what danger was seen in the event."""
    case, at = row.case, row.ended_at
    ways = dict(Failure.Way.choices)
    told = "、".join(str(ways.get(way, way)) for way in row.ways_told) or "—"
    report = f"{row.reported_to}" if row.is_urgent_report else _("None was needed")
    parts: list[Block] = [
        blocks.Facts([
            *party_rows(case, at),
            [_("Why it ended"), str(row.get_reason_display()), _("When"), moment(at)],
            [_("Who refused"), called(row.refusing) if row.refusing else "—", _("Mediators"), mediators_of(case)],
            [_("Other lawful ways told (art. 26)"), told],
            [_("Danger seen in the event"), row.risk or _("None seen")],
            [_("Urgent report"), report],
        ]),
        blocks.Section(_("Course of it")),
        blocks.Prose(row.words),
        blocks.Signatures([[_("People's mediator"), mediators_of(case)], [_("Told to"), "、".join(party.name for party in parties_of(case))]]),
        blocks.SealArea(committee_of(case, at), day(at)),
    ]  # fmt: skip
    return Draft(title=_("Record of mediation ended without agreement"), number=case.number, blocks=parts, at=at,
                 issuer=committee_of(case, at))  # fmt: skip


def performance(case: Case, *, is_shared: bool = False) -> Draft:
    """What was promised, kept, urged, and what visits found; shared with a party, only what both sides promised and did."""
    made = Agreement.objects.filter(case=case, effective_at__isnull=False).order_by("pk")
    promises = list(
        Promise.objects.filter(term__agreement__in=made)
        .select_related("term__debtor", "term__creditor", "proof")
        .order_by("due_on", "pk")
    )
    urged = list(Urging.objects.filter(promise__in=promises).select_related("promise__term").order_by("urged_at", "pk"))
    visits = list(Visit.objects.filter(case=case).select_related("party", "visited_by").order_by("visited_at", "pk"))
    head = [_("What was promised"), _("Who owes it"), _("Due by"), _("State"), _("Proof")]
    parts: list[Block] = [
        blocks.Facts([[_("Parties"), "、".join(called(party) for party in parties_of(case))],
                      [_("Agreements"), "、".join(row.number for row in made)], [_("In effect from"), day(case.effective_at)]]),
        blocks.Section(_("Performance")),
        blocks.Table(head, [_promise(each) for each in promises], widths=[5, 3, 3, 3, 4]),
        *([] if is_shared else _urged(urged) + _visited(visits)),
        blocks.Signatures([[_("People's mediator"), mediators_of(case)]]),
    ]  # fmt: skip
    return Draft(title=_("Record of performance and visits"), number=case.number, blocks=parts, at=case.changed_at,
                 issuer=committee_of(case, case.changed_at))  # fmt: skip


def _promise(each: Promise) -> Row:
    amount = f" ¥{yuan(each.amount)}" if each.amount else ""
    return [
        f"{each.term.what}{amount}",
        called(each.term.debtor),
        day(each.due_on),
        str(each.get_state_display()),
        each.proof_words or "—",
    ]


def _urged(rows: list[Urging]) -> list[Block]:
    head = [_("When"), _("Way it was done"), _("About what"), _("In words")]
    found = [
        [moment(row.urged_at), str(row.get_kind_display()), row.promise.term.what, row.words or "—"] for row in rows
    ]
    return [blocks.Section(_("Reminded and urged")), blocks.Table(head, found, widths=[4, 3, 4, 5])] if found else []


def _visited(rows: list[Visit]) -> list[Block]:
    head = [_("When"), _("Who was visited"), _("Performed"), _("Content, 1 to 5"), _("Opinion and what is next")]
    found = [
        [moment(row.visited_at), called(row.party), _performed(row), str(row.stars or "—"), _opinion(row)]
        for row in rows
    ]
    return [blocks.Section(_("Visits")), blocks.Table(head, found, widths=[4, 3, 2, 2, 5])] if found else []


def _opinion(row: Visit) -> str:
    said = [row.opinion, row.next_action, _("Has sued") if row.suit_filed else ""]
    return "；".join(filter(None, said)) or "—"


def _performed(row: Visit) -> str:
    if row.is_performed is None:
        return _("Nothing due yet")
    return _("Yes") if row.is_performed else _("No")
