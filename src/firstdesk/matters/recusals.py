"""Who stands back from a matter, and who does not have to any more."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RecusalQuerySet(models.QuerySet["Recusal"]):
    """What stands, and what was lifted."""

    def standing(self) -> Self:
        """Those that hold now."""
        return self.filter(lift=None)


class Recusal(models.Model):
    """A person who must not handle a matter: they handled it before and the person contested it, or it is about them."""

    mutability = "append_only"

    class Why(models.TextChoices):
        EARLIER_HANDLER = "earlier_handler", _("Handled it before")
        CONCERNED = "concerned", _("The complaint is about them")

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recusals")
    why = models.CharField(max_length=20, choices=Why)
    recused_at = models.DateTimeField()
    recused_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RecusalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "why"], name="matters_recusal_person"),
            models.Index(fields=["matter", "person"], name="matters_recusal_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.why} {self.matter_id}"

    @property
    def lifted(self) -> "RecusalLift | None":
        """Who found that it need not hold any more, and why; None while it holds."""
        return getattr(self, "lift", None)


class RecusalLift(models.Model):
    """A director found that somebody need not stand back any more, and why; what was before stays in the record."""

    mutability = "append_only"
    words_erased = ("reason",)

    recusal = models.OneToOneField(Recusal, on_delete=models.PROTECT, related_name="lift")
    reason = models.TextField()
    lifted_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.recusal_id} {self.lifted_at:%Y-%m-%d}"
