"""What was decided about a matter: its nature, topic, urgency, grade, remit, and the route the table gave."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from firstdesk.matters.models import Grade, Matter, Nature, Remit, Urgency


class Decision(models.Model):
    """One classification, kept for ever; the newest counts."""

    mutability = "append_only"
    words_erased = ("reason", "director_decision")
    words_kept = {
        "codes and figures of the rules": ("topic", "rule_id", "row_id", "route", "verdict", "rulebook_version")
    }

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="decisions")
    nature = models.CharField(max_length=20, choices=Nature)
    topic = models.CharField(max_length=60)
    urgency = models.CharField(max_length=10, choices=Urgency)
    grade = models.CharField(max_length=10, choices=Grade)
    remit = models.CharField(max_length=10, choices=Remit)
    reason = models.TextField(blank=True)
    director_decision = models.TextField(blank=True)  # major reports and complex disputes (PM-010)
    rule_id = models.CharField(max_length=80)
    row_id = models.CharField(max_length=80)
    route = models.CharField(max_length=20)  # own, refer, answer, escalate, dispatch
    target_unit = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.JSONField()
    rulebook_version = models.CharField(max_length=64)
    is_override = models.BooleanField(default=False)  # the officer chose another unit than the table, with a reason
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["matter", "-decided_at"], name="triage_decision_matter"),
            BrinIndex(fields=["decided_at"], autosummarize=True, name="triage_decision_month"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.nature}/{self.topic}"


class Verification(models.Model):
    """Reported information was checked before use (GC-07-02)."""

    mutability = "append_only"
    words_erased = ("method", "note")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="verifications")
    is_true = models.BooleanField()
    method = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    verified_at = models.DateTimeField()
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.is_true}"


class HazardForm(models.Model):
    """Registration of a major dispute that needs the superior's coordination (GC-09-06): about the event, not persons."""

    mutability = "append_only"
    words_erased = ("parties", "cause", "focus", "measures", "superior_asked")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="hazard_forms")
    parties = models.TextField()
    people_involved = models.PositiveIntegerField()
    cause = models.TextField()
    focus = models.TextField()
    measures = models.TextField()
    superior_asked = models.TextField()
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.filed_at:%Y-%m-%d}"


class LearnedModel(models.Model):
    """What was learned from the decisions of a centre, how well it did on matters it had not seen, and whether it was
    taken into use. The newest adopted one suggests; the file is named by its version and lies in the data directory."""

    mutability = "append_only"

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=64)  # SHA-256 of the file
    examples = models.PositiveIntegerField()
    held_out = models.PositiveIntegerField()
    figures = models.JSONField()  # field → {learned, in_use, agreed, values}
    is_adopted = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)  # why it was not
    learned_at = models.DateTimeField()
    learned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["centre", "-id"], condition=models.Q(is_adopted=True), name="triage_learnedmodel_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.centre_id}: {self.version[:8]}"


class KeptSuggestion(models.Model):
    """What was suggested for a matter when an officer decided it: kept beside the decision, whatever that was."""

    mutability = "append_only"
    words_erased = ("reasons",)
    words_kept = {"codes of the rules and of models": ("source", "version", "nature", "topic", "urgency")}

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="suggestion")
    source = models.CharField(max_length=10)  # model, keywords
    version = models.CharField(max_length=64)  # of the model, else of the rulebook
    nature = models.CharField(max_length=20, blank=True)
    topic = models.CharField(max_length=60, blank=True)
    urgency = models.CharField(max_length=10, blank=True)
    reasons = models.JSONField()  # field → {confidence, reasons, source}

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.nature}/{self.topic}"


class UrgentMark(models.Model):
    """Somebody said that a matter cannot wait, and when."""

    mutability = "append_only"
    words_erased = ("reason",)

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="urgent_marks")
    was = models.CharField(max_length=10, choices=Urgency)  # before
    reason = models.CharField(max_length=200, blank=True)
    marked_at = models.DateTimeField(db_index=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.marked_at:%Y-%m-%d %H:%M}"


class Tick(models.Model):
    """An item of a checklist was done, or found not done after all; the newest counts."""

    mutability = "append_only"
    words_kept = {"codes of the rules": ("item",)}

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="ticks")
    item = models.CharField(max_length=120)  # rule id + "/" + item id
    is_done = models.BooleanField()
    ticked_at = models.DateTimeField()
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["matter", "item", "-id"], name="triage_tick_matter"),
            BrinIndex(fields=["ticked_at"], autosummarize=True, name="triage_tick_month"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.item}"
