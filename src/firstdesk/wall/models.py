"""What the wall shows besides the rules: counted figures, and postings of organisations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.wall.states import Form


class WallFigure(models.Model):
    """The figure of one carrier of clauses for one month at one centre. Counted, never typed; it can be rebuilt at any
    time."""

    mutability = "mutable"

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()  # its first day
    carrier = models.CharField(max_length=80)  # id of the rule; of the clause, where no rule carries it
    kept = models.PositiveIntegerField(default=0)  # in time, done, recorded, standing, found as it should be
    missed = models.PositiveIntegerField(default=0)
    last_on = models.DateField(null=True)  # the newest that was kept
    last_url = models.CharField(max_length=200, blank=True, default="")  # where staff see it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "month", "carrier"], name="wall_figure_once")]

    def __str__(self) -> str:
        return f"{self.carrier} {self.month:%Y-%m}"


class WallCount(models.Model):
    """When the figures of a centre were last counted."""

    mutability = "mutable"
    times_of_the_world = ("counted_at", "recorded_at")

    centre = models.OneToOneField("directory.Unit", on_delete=models.PROTECT, primary_key=True, related_name="+")
    counted_at = models.DateTimeField()  # promises, duties, postings, checks on site
    recorded_at = models.DateTimeField(null=True)  # what was recorded, once an hour

    def __str__(self) -> str:
        return f"{self.centre_id}: {self.counted_at}"


class Board(models.Model):
    """An organisation is responsible for the postings of an actor the rules name: «this window is the vehicle
    office»."""

    mutability = "mutable"

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=80)  # as the clauses call it
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "actor"], name="wall_board_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.actor}"


class Posting(models.Model):
    """Something an organisation must make known: where, since when, until when."""

    mutability = "mutable"

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    rule_id = models.CharField(max_length=80)
    item = models.CharField(max_length=40)  # of the rule's list
    form = models.CharField(max_length=8, choices=Form)
    place = models.CharField(max_length=80, blank=True)  # where it hangs or lies; none: online
    text = models.TextField(blank=True)
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    photo = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")  # of the place
    since = models.DateField()
    until = models.DateField(null=True)  # the last day on which it holds
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("directory.User", null=True, on_delete=models.PROTECT, related_name="+")
    removed_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "rule_id", "item", "place"], condition=Q(removed_at=None), name="wall_posting_once"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removed_reason="")
                | Q(removed_at__isnull=False, removed_by__isnull=False, removed_reason__gt=""),
                name="wall_posting_removed",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="wall_posting_days",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(form=Form.ONLINE, text__gt="")
                | Q(form=Form.ONLINE, file__isnull=False)
                | ~Q(form=Form.ONLINE),
                name="wall_posting_online",
            ),
            models.CheckConstraint(
                condition=Q(form=Form.ONLINE, place="") | (~Q(form=Form.ONLINE) & Q(place__gt="")),
                name="wall_posting_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.item} @ {self.unit_id}"


class PostingCheck(models.Model):
    """Somebody checked that a posting is still there and right."""

    mutability = "append_only"

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="checks")
    is_as_posted = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    photo = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.posting_id}: {self.is_as_posted}"


class PostedOfficer(models.Model):
    """A person's consent to being named on the duty page. Only they can give and withdraw it."""

    mutability = "mutable"

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("directory.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "user"], condition=Q(ended_at=None), name="wall_officer_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="wall_officer_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.unit_id}"
