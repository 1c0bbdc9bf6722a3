"""The register of oral agreements."""

from django.db.models import QuerySet

from firstdesk.directory.scope import Acting
from firstdesk.mediation.models import Agreement
from firstdesk.mediation.selectors.case import may_be_seen, own


def register(acting: Acting) -> QuerySet[Agreement]:
    """Register entries of the cases this person may know of, newest first."""
    cases = may_be_seen(acting).values("pk").union(own(acting).values("pk"))
    rows = Agreement.objects.filter(kind=Agreement.Kind.ORAL, effective_at__isnull=False, case__in=cases)
    return rows.select_related("case__matter", "case__centre").order_by("-effective_at", "-pk")
