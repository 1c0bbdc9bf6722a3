"""Reports: figures frozen as of a cut-off, words of their writer, another person's signature; and what stands in them."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.files.models import LeftPaper
from firstdesk.reporting import states
from firstdesk.reporting.kinds import ReportKind, report_kinds
from firstdesk.reporting.spans import Span
from firstdesk.reporting.states import ReportState

USER = settings.AUTH_USER_MODEL


def _pair(name: str) -> Q:
    return Q(**{f"{name}_at": None, f"{name}_by": None}) | Q(
        **{f"{name}_at__isnull": False, f"{name}_by__isnull": False}
    )


class Report(models.Model):
    """One version of one report. Once signed it stays as it is (a trigger sees to it); a further version corrects it."""

    mutability = "mutable"
    times_of_the_world = ("cut_off_at",)

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="reports")
    to_unit = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="reports_received")
    kind = models.CharField(max_length=40)  # a key of kinds.yaml
    title = models.CharField(max_length=120)
    first = models.DateField()  # the days it speaks of
    last = models.DateField()
    cut_off_at = models.DateTimeField()
    due_on = models.DateField(null=True)  # where a duty of the rules asks for it
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()  # the how manieth of its kind in the year
    part = models.PositiveSmallIntegerField(default=0)  # of a situation report: first, follow-ups; else 0
    is_final = models.BooleanField(default=False)  # of a situation report: nothing more is to come
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    why_corrected = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=44, blank=True)  # number of the matter a situation report is about
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    figures = models.JSONField(default=dict)  # {code: {title, n, keys, digest, before}}
    charts = models.JSONField(default=dict)  # {code: {title, whole, rows: [[zh, en, n], …]}}
    remark = models.CharField(max_length=300, blank=True)  # why it was returned to its writer
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(null=True)
    handed_in_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "serial", "part", "version"], name="reporting_report_number"
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "first", "version"], condition=Q(part=0), name="reporting_report_once"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="reporting_report_days"),
            models.CheckConstraint(condition=_pair("handed_in"), name="reporting_report_handed_in"),
            models.CheckConstraint(condition=_pair("signed"), name="reporting_report_signed"),
            models.CheckConstraint(condition=_pair("sent"), name="reporting_report_sent"),
            models.CheckConstraint(
                condition=Q(signed_by=None) | (~Q(signed_by=F("begun_by")) & ~Q(signed_by=F("handed_in_by"))),
                name="reporting_report_two",
                violation_error_message=_("Somebody else signs than who wrote it."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "corrected"], sent_at__isnull=False)
                | (~Q(state__in=["sent", "corrected"]) & Q(sent_at=None)),
                name="reporting_report_out",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False), name="reporting_report_has_signature"
            ),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(why_corrected=""), name="reporting_report_why"),
        ]
        indexes = [
            models.Index(fields=["unit", "kind", "-last"], name="reporting_report_unit"),
            models.Index(fields=["to_unit", "-sent_at"], name="reporting_report_received"),
            models.Index(fields=["kind", "-last"], condition=Q(state="sent"), name="reporting_report_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_chain(self) -> str:
        """Recorded with the unit that reports."""
        return f"unit:{self.unit_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.MOVES

    @property
    def template(self) -> ReportKind:
        """Its kind, as the file has it."""
        return report_kinds()[self.kind]

    @property
    def span(self) -> Span:
        """The days it speaks of."""
        return Span(self.first, self.last)

    @property
    def is_fixed(self) -> bool:
        """Signed or sent: nothing in it changes any more."""
        return self.state in states.FIXED

    @property
    def came_late(self) -> bool:
        """Sent after its day. A version that puts another right came when that one came."""
        if self.sent_at is None or self.due_on is None or self.version > 1:
            return False
        return clock.local(self.sent_at).date() > self.due_on

    @property
    def is_zero(self) -> bool:
        """Everything it counts is zero; and that is a report."""
        counts = [each["n"] for each in self.figures.values() if "of" in each]
        return bool(counts) and not any(counts)

    def counted(self, code: str) -> dict[str, Any]:
        """A figure as it was frozen."""
        found: dict[str, Any] = self.figures[code]
        return found


class Words(models.Model):
    """What its writer says in one section; fixed with the report (a trigger sees to it)."""

    mutability = "mutable"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="words")
    section = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="reporting_words_once")]
        verbose_name_plural = "words"

    def __str__(self) -> str:
        return f"{self.section} of {self.report_id}"


class Paper(LeftPaper):
    """A report as it left the house: signed for its superior, or sent for the public."""

    mutability = "append_only"

    class Kind(models.TextChoices):
        WHOLE = "whole", _("Report as it went out")
        OPEN = "open", _("Public version")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=5, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="reporting_paper_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.report_id}"


class Writer(models.Model):
    """Who had a hand in the words of a report, and therefore never signs it."""

    mutability = "append_only"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="writers")
    wrote_at = models.DateTimeField()
    wrote_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "wrote_by"], name="reporting_writer_once")]

    def __str__(self) -> str:
        return f"{self.wrote_by_id} wrote {self.report_id}"
