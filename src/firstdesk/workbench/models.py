"""What a person keeps for their day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A way of looking at the list of matters, kept under a name; shared with a unit, or for oneself."""

    mutability = "mutable"

    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)  # the filter as the address of the list says it
    unit = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="+")  # shared with
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_filters")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["saved_by", "name"],
                name="workbench_savedfilter_name",
                violation_error_message=_("You have a filter of this name already."),
            )
        ]
        indexes = [models.Index(fields=["unit"], name="workbench_savedfilter_unit")]

    def __str__(self) -> str:
        return self.name
