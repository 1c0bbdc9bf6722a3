"""What was decided about a matter: its nature, topic, urgency, grade, remit, and the route the table gave."""

from django.conf import settings
from django.db import models

from firstdesk.matters.models import Grade, Matter, Nature, Remit, Urgency


class Decision(models.Model):
    """One classification, kept for ever; the newest counts."""

    mutability = "append_only"

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
        indexes = [models.Index(fields=["matter", "-decided_at"], name="triage_decision_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.nature}/{self.topic}"


class Verification(models.Model):
    """Reported information was checked before use (GC-07-02)."""

    mutability = "append_only"

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
