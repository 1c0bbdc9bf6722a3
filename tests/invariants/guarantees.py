"""What must hold of an agreement in effect, written down once more from the rows, not by the product's own questions."""

from datetime import datetime

from firstdesk.common import clock as walls
from firstdesk.mediation.models import (
    Agent,
    Agreement,
    Committee,
    Consent,
    Line,
    Party,
    Presence,
    ReadOver,
    Signature,
    Term,
    Told,
)
from firstdesk.mediation.services.outcome import digest


def lacking(agreement: Agreement) -> list[str]:
    """Which guarantees an agreement in effect does not have."""
    at, parties = agreement.effective_at, list(Party.objects.filter(case=agreement.case_id).order_by("no"))
    assert at is not None
    every = {party.pk for party in parties}
    facts = {
        "two sides": len({party.side for party in parties}) > 1,
        "consent": every <= _said_yes(agreement, "mediation"),
        "rights told": all(_knows_rights(agreement, party) for party in parties),
        "committee in term": Committee.objects.filter(
            term_from__lte=walls.local(at), term_to__gte=walls.local(at)
        ).exists(),
        "every fen": all(_is_whole(term) for term in agreement.terms.filter(kind="pay")),
    }
    if agreement.kind == Agreement.Kind.ORAL:
        facts["chosen by word"] = every <= _said_yes(agreement, "oral")
        facts["spoken for"] = all(_was_there(agreement, party) for party in parties)
    else:
        facts |= _written(agreement, parties)
    return [name for name, holds in facts.items() if not holds]


def _written(agreement: Agreement, parties: list[Party]) -> dict[str, bool]:
    signatures = list(Signature.objects.filter(agreement=agreement, digest=agreement.digest).select_related("agent"))
    copies = list(agreement.copies_made.order_by("no").values_list("no", "party_id"))
    holders = [holder for _no, holder in copies]
    return {
        "the text as fixed": agreement.digest == digest(agreement),
        "read over after the last line": all(_has_read(agreement, party) for party in parties),
        "signed by each": all(any(_signs(each, party) for each in signatures) for party in parties),
        "mediator": any(each.seat and each.seat.role != "recorder" and _led(each, agreement) for each in signatures),
        "seal": any(each.way == Signature.Way.SEAL for each in signatures),
        "copies": len(copies) >= len(parties) + 1 and [no for no, _holder in copies] == list(range(1, len(copies) + 1)),
        "one each": all(holders.count(party.pk) == 1 for party in parties) and None in holders,
    }


def _led(signature: Signature, agreement: Agreement) -> bool:
    """By a mediator who declared ties, and was accepted by all where they came after the text was drafted."""
    seat = signature.seat
    if seat is None or seat.declared_at is None:
        return False
    if seat.named_at <= agreement.drafted_at:
        return True
    every = set(Party.objects.filter(case=agreement.case_id).values_list("pk", flat=True))
    rows = Consent.objects.filter(party__in=every, about="mediator", subject=seat.pk, said_at__lte=signature.signed_at)
    last = dict(rows.order_by("said_at", "pk").values_list("party_id", "is_given"))
    return every <= {party for party, is_given in last.items() if is_given}


def _said_yes(agreement: Agreement, about: str) -> set[int]:
    rows = Consent.objects.filter(party__case=agreement.case_id, about=about, said_at__lte=agreement.effective_at)
    last = dict(rows.order_by("said_at", "pk").values_list("party_id", "is_given"))
    return {party for party, is_given in last.items() if is_given}


def _is_whole(term: Term) -> bool:
    return sum(part or 0 for part in term.promises.values_list("amount", flat=True)) == term.amount


def _has_read(agreement: Agreement, party: Party) -> bool:
    lines = Line.objects.filter(session=agreement.session_id, said_at__lte=agreement.effective_at)
    last = max(lines.values_list("no", flat=True), default=0)
    rows = ReadOver.objects.filter(session=agreement.session_id, party=party, up_to__gte=last)
    read = rows.exclude(way=ReadOver.Way.REFUSED).select_related("by_agent")
    return any(_may(each.by_agent, party, each.read_at, concedes=False) for each in read)


def _knows_rights(agreement: Agreement, party: Party) -> bool:
    rows = Told.objects.filter(party=party, told_at__lte=agreement.effective_at).select_related("by_agent")
    if party.capacity == Party.Capacity.FULL:
        return rows.exists()
    return any(told.by_agent is not None and told.by_agent.role == "guardian" for told in rows)


def _was_there(agreement: Agreement, party: Party) -> bool:
    """Whoever agreed by word sat at the table: the party, or somebody who may agree for them."""
    at = agreement.effective_at
    rows = Presence.objects.filter(session__lead=agreement.case_id, came_at__lte=at)
    rows = rows.exclude(left_at__lte=at).select_related("agent")
    assert at is not None
    if party.capacity == Party.Capacity.FULL and any(row.party_id == party.pk for row in rows):
        return True
    here = [row.agent for row in rows if row.agent is not None]
    return any(_may(agent, party, at, concedes=True) for agent in here)


def _signs(signature: Signature, party: Party) -> bool:
    """By the party, or by who may sign for them on that day."""
    return signature.party_id == party.pk and _may(signature.agent, party, signature.signed_at, concedes=True)


def _may(agent: Agent | None, party: Party, at: datetime, *, concedes: bool) -> bool:
    """Whether what this one did then is the party's own act: a guardian's, or that of a mandate on file and wide enough."""
    if agent is None:
        return party.capacity == Party.Capacity.FULL
    if agent.party_id != party.pk or (agent.valid_until is not None and agent.valid_until < walls.local(at).date()):
        return False
    if agent.role == "guardian" or party.capacity != Party.Capacity.FULL:
        return agent.role == "guardian"
    is_on_file = bool(agent.paper_id or agent.spoken_at)
    return agent.role == "representative" and is_on_file and (agent.scope == "special" or not concedes)
