"""Shared by the pages of an outcome: the public address and the terms editor."""

from firstdesk.common.money import capitals, yuan
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest
from firstdesk.mediation import rows
from firstdesk.mediation.models import Case, Party, Term
from firstdesk.mediation.rows import TermRow
from firstdesk.mediation.selectors.papers.common import called


def base_of(request: StaffRequest) -> str:
    """The public address of this installation, taken from the request."""
    return request.build_absolute_uri("/")


def editor(case: Case, typed: list[TermRow]) -> dict[str, object]:
    """Context of the terms editor."""
    parties = list(Party.objects.filter(case=case).order_by("no"))
    return {
        "rows": list(enumerate(typed, 1)),
        "count": len(typed),
        "kinds": Term.Kind.choices,
        "party_choices": [(str(party.no), called(party)) for party in parties],
        "sums": _sums(typed),
    }


def _sums(typed: list[TermRow]) -> list[tuple[int, str, str]]:
    """Each payment in figures and capital numerals, as far as it can be read."""
    found = []
    for no, row in enumerate(typed, 1):
        try:
            clause = next(iter(rows.clauses([row])), None)
        except Refusal:
            continue
        if clause is not None and clause.amount:
            try:
                found.append((no, yuan(clause.amount), capitals(clause.amount)))
            except ValueError:
                continue
    return found
