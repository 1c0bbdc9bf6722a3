"""The documents panel of the case page: what was made, and what can be made now."""

from datetime import datetime

from django.db.models import QuerySet

from firstdesk.directory.scope import Acting
from firstdesk.mediation.models import (
    Agent,
    Agreement,
    Case,
    Confirmation,
    Copy,
    Failure,
    Inquiry,
    Invitation,
    Paper,
    Party,
    Plan,
    ReadOver,
    Session,
)
from firstdesk.mediation.selectors.reading import works
from firstdesk.mediation.selectors.titles import title_of
from firstdesk.mediation.states import AgreementState

Kind = Paper.Kind
SEPARATOR = ":"


def panel(case: Case, acting: Acting, at: datetime) -> dict[str, object]:
    """Documents made so far, newest first. Whoever may read the case may read them all."""
    rows = Paper.objects.filter(case=case).select_related("file", "made_by").order_by("-made_at", "-pk")
    titles = dict(choices(case))
    sealed = {f"{Kind.AGREEMENT}{SEPARATOR}{row.pk}" for row in _sealed(case)}
    return {
        "papers": [_line(row, titles, sealed) for row in rows],
        "paper_choices": [(key, title) for key, title in titles.items() if key not in sealed],
        "sealed_copies": Copy.objects.filter(agreement=_sealed(case).order_by("pk").last()).order_by("no"),
        "works": works(case, acting),
    }


def _line(row: Paper, titles: dict[str, str], sealed: set[str]) -> tuple[Paper, str, bool]:
    """A document, its title, and whether sealed copies have replaced it."""
    key = f"{row.kind}{SEPARATOR}{row.subject}"
    return row, titles.get(key, row.get_kind_display()), key in sealed and not row.is_signed


def _sealed(case: Case) -> QuerySet[Agreement]:
    return Agreement.objects.filter(case=case, kind=Agreement.Kind.WRITTEN, sealed_file__isnull=False)


def choices(case: Case) -> list[tuple[str, str]]:
    """Documents that can be made now, as choices: `kind:subject` and title."""
    label = dict(Kind.choices)
    found: list[tuple[str, int, str]] = [(Kind.APPLICATION, 0, ""), (Kind.RIGHTS, 0, "")]
    parties = list(Party.objects.filter(case=case).order_by("no"))
    found += [(Kind.RIGHTS, party.pk, title_of(party.no)) for party in parties]
    found += [(Kind.PLAN, row.pk, "") for row in Plan.objects.filter(case=case).order_by("-pk")[:1]]
    invited = Invitation.objects.filter(party__case=case, is_off=False).select_related("party", "session")
    found += [
        (Kind.INVITATION, row.pk, f"{title_of(row.party.no)} · {row.session.no}") for row in invited.order_by("pk")
    ]
    found += [(Kind.INQUIRY, row.pk, row.capacity) for row in Inquiry.objects.filter(case=case).order_by("pk")]
    held = Session.objects.filter(lead=case, begun_at__isnull=False) | Session.objects.filter(
        joined=case, begun_at__isnull=False
    )
    found += [(Kind.RECORD, row.pk, str(row.no)) for row in held.distinct().order_by("no")]
    agents = Agent.objects.filter(party__case=case, role=Agent.Role.REPRESENTATIVE).select_related("party")
    found += [(Kind.MANDATE, row.pk, title_of(row.party.no)) for row in agents.order_by("pk")]
    for row in Agreement.objects.filter(case=case).exclude(state=AgreementState.SET_ASIDE).order_by("pk"):
        found.append((Kind.ORAL if row.kind == Agreement.Kind.ORAL else Kind.AGREEMENT, row.pk, row.number))
    found += [(Kind.FAILURE, 0, "")] if Failure.objects.filter(case=case).exists() else []
    found += [(Kind.PERFORMANCE, 0, "")] if case.effective_at else []
    asked = Confirmation.objects.filter(agreement__case=case)
    found += [(Kind.CONFIRMATION, row.pk, "") for row in asked]
    return [(f"{kind}{SEPARATOR}{pk}", f"{label[kind]} {more}".strip()) for kind, pk, more in found]


def is_sealed(case: Case, kind: str, subject: int) -> bool:
    """Whether this is an agreement that has its sealed copies: nothing else of it is handed out."""
    return kind == Kind.AGREEMENT and (_sealed(case).filter(pk=subject) if subject else _sealed(case)).exists()


def is_fixed(case: Case, kind: str, subject: int) -> bool:
    """Whether the subject was fixed or signed, after which no editable document is made."""
    if kind in {Kind.ORAL, Kind.FAILURE}:
        return True
    if kind == Kind.AGREEMENT:
        rows = Agreement.objects.filter(case=case, kind=Agreement.Kind.WRITTEN)
        found = rows.filter(pk=subject).first() if subject else rows.order_by("-pk").first()
        return found is not None and found.state != AgreementState.DRAFT
    if kind == Kind.RECORD:
        return ReadOver.objects.filter(session_id=subject).exists()
    return False
