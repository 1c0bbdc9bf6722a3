"""What the search reads of a matter."""

from django.db import models


class SearchText(models.Model):
    """A text of a matter as the search reads it, folded. Written by triggers beside the rows the texts stand in, so that
    what is erased there is gone here; indexed by pairs of characters (migration 0006), for words of two."""

    mutability = "mutable"
    words_kept = {"follows the row it stands in, by trigger": ("part", "text")}
    times_of_the_world = ("registered_at",)

    pk = models.CompositePrimaryKey("matter_id", "part", "source_id")
    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="texts", db_index=False)
    part = models.CharField(max_length=20)  # "title", "report", "reply", "result" …
    source_id = models.BigIntegerField()  # of the row it stands in; 0 where a matter has one
    registered_at = models.DateTimeField()  # of the matter
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.part} of {self.matter_id}"


class Erasure(models.Model):
    """When the words of a matter were erased last; what is written of it later is erased again."""

    mutability = "mutable"
    times_of_the_world = ("erased_at",)

    matter = models.OneToOneField("matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="erasure")
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"words of {self.matter_id} until {self.erased_at:%Y-%m-%d}"
