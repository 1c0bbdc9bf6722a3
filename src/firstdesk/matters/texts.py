"""What the search reads of a matter."""

from django.db import models


class SearchText(models.Model):
    """A text of a matter as the search reads it, folded. Written by triggers beside the rows the texts stand in, so that
    what is erased there is gone here; indexed by pairs of characters (migration 0006), for words of two."""

    mutability = "mutable"
    times_of_the_world = ("registered_at",)

    pk = models.CompositePrimaryKey("matter_id", "part", "source_id")
    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="texts", db_index=False)
    part = models.CharField(max_length=20)  # "title", "report", "reply", "result" …
    source_id = models.BigIntegerField()  # of the row it stands in; 0 where a matter has one
    registered_at = models.DateTimeField()  # of the matter
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.part} of {self.matter_id}"
