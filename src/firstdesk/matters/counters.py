"""The numbers matters are given."""

from django.db import models


class Counter(models.Model):
    """The last number given per organisation, year and register. The row is locked until the number is used."""

    mutability = "mutable"

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    register = models.CharField(max_length=4)  # JJ reports
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "year", "register"], name="matters_counter_once")]

    def __str__(self) -> str:
        return f"{self.register}-{self.year}: {self.last}"
