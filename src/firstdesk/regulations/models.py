"""The rulebooks that were ever in force here, kept whole, so that any past decision can be explained as it was made."""

from django.db import models


class RulebookVersion(models.Model):
    """One loaded rulebook: its content hash, the day it takes effect, and its texts."""

    mutability = "append_only"
    times_of_the_world = ("loaded_at",)  # loaded by the set-up or at the command line: a name, not always an account

    version = models.CharField(max_length=64, primary_key=True)  # sha256 of the content
    title = models.CharField(max_length=200)
    in_force_from = models.DateField()
    loaded_at = models.DateTimeField()
    loaded_by_name = models.CharField(max_length=80)
    texts = models.JSONField()  # {relative path: YAML text}

    def __str__(self) -> str:
        return f"{self.version[:12]} ({self.in_force_from})"
