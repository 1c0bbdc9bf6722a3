"""What several models of checks have in common."""

from django.conf import settings
from django.db import models
from django.db.models import Q

USER = settings.AUTH_USER_MODEL


def a_person(*, null: bool = False) -> "models.ForeignKey[object, object]":
    """A person who did something."""
    return models.ForeignKey(USER, null=null, on_delete=models.PROTECT, related_name="+")


def a_unit(*, null: bool = False) -> "models.ForeignKey[object, object]":
    """A unit that has a part in it."""
    return models.ForeignKey("directory.Unit", null=null, on_delete=models.PROTECT, related_name="+")


def both(verb: str) -> Q:
    """`<verb>_at` and `<verb>_by` are there together, or neither is."""
    at, by = f"{verb}_at", f"{verb}_by"
    return Q(**{f"{at}__isnull": True, f"{by}__isnull": True}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False})
