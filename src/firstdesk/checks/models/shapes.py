"""Constraints several models of checks share."""

from django.conf import settings
from django.db.models import Q

USER = settings.AUTH_USER_MODEL


def both(verb: str) -> Q:
    """`<verb>_at` and `<verb>_by` are both set or both empty."""
    at, by = f"{verb}_at", f"{verb}_by"
    return Q(**{f"{at}__isnull": True, f"{by}__isnull": True}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False})
