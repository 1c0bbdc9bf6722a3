"""Organisations, posts, people, grids: who exists, where they stand, what they answer for."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    JURISDICTION = "jurisdiction", _("Jurisdiction")
    CENTRE = "centre", _("Centre")
    GROUP = "group", _("Working group")
    LINKAGE_UNIT = "linkage_unit", _("Linkage unit")
    STATION = "station", _("Police station")
    WINDOW = "window", _("Service window")
    COMMUNITY = "community", _("Community")


class CentreKind(models.TextChoices):
    POLICE_MEDIATION = "police_mediation", _("Police-mediation service centre")
    SERVICE_LINKAGE = "service_linkage", _("110 linkage and service centre")
    POLICE_OFFICE = "police_office", _("Community police office")
    GOVERNANCE = "governance", _("Community governance centre")
    WINDOW = "window", _("Public-security service window")


class Zone(models.TextChoices):
    URBAN = "urban", _("Urban")
    FRINGE = "fringe", _("Urban fringe")
    RURAL = "rural", _("Rural")
    UNKNOWN = "unknown", _("Not known")


class Unit(models.Model):
    """A place in the tree. `path` is the codes from the root, so that a subtree is a prefix."""

    mutability = "mutable"

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    code = models.CharField(max_length=40, unique=True)  # "350300", "350322-ljz"
    path = models.CharField(max_length=400, unique=True, editable=False)  # "/350300/350322/"
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=UnitKind)
    centre_kind = models.CharField(max_length=20, choices=CentreKind, blank=True)
    linkage_class = models.PositiveSmallIntegerField(null=True, blank=True)  # 1, 2, 3 for linkage units
    division_code = models.CharField(max_length=12, blank=True)  # in matter numbers: JJ-350322-2026-0000001
    phone = models.CharField(max_length=40, blank=True)
    supervision_phone = models.CharField(max_length=40, blank=True, default="")  # to complain of the unit
    address = models.CharField(max_length=200, blank=True)
    opens_at = models.TimeField(null=True, blank=True)  # working hours; none: round the clock
    closes_at = models.TimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="centre", centre_kind__gt="")
                | (~models.Q(kind="centre") & models.Q(centre_kind="")),
                name="directory_unit_centre_kind",
                violation_error_message=_("A centre needs its kind; other units have none."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="linkage_unit", linkage_class__isnull=False, linkage_class__in=[1, 2, 3])
                | (~models.Q(kind="linkage_unit") & models.Q(linkage_class__isnull=True)),
                name="directory_unit_linkage_class",
                violation_error_message=_("A linkage unit is of class 1, 2 or 3; other units have none."),
            ),
            models.UniqueConstraint(
                fields=["division_code"],
                condition=models.Q(kind="centre", division_code__gt=""),
                name="directory_unit_centre_division",
                violation_error_message=_(
                    "Another centre uses this division code; two centres must not share numbers."
                ),
            ),
        ]
        indexes = [models.Index(fields=["path"], name="directory_unit_path", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name


class Remit(models.Model):
    """A unit answers for a topic (code of rules/topics.yaml) within the subtree of a centre."""

    mutability = "mutable"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="remits")
    centre = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=60)
    rank = models.PositiveSmallIntegerField(default=1)  # lower is asked first

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "topic", "unit"], name="directory_remit_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.topic}"


class ArrivalPromise(models.Model):
    """How many minutes a unit promises to need to a place (SS-110-13), everywhere and always or by zone and hour."""

    mutability = "mutable"

    class Hour(models.TextChoices):
        ANY = "", _("At any hour")
        OFFICE = "office", _("In office hours")
        OFF_HOURS = "off_hours", _("Outside office hours")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="arrival_promises")
    zone = models.CharField(max_length=10, choices=Zone, blank=True)  # empty: everywhere
    hour = models.CharField(max_length=10, choices=Hour, blank=True)  # empty: at any hour
    minutes = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=200, blank=True)  # the unit's own document that says so

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "zone", "hour"], name="directory_arrival_once"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=1440),
                name="directory_arrival_minutes",
                violation_error_message=_("A promise to arrive is one minute at least and a day at most."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.minutes}′"


class Post(models.Model):
    """A post in a unit. Its holders get the role's permissions; a queue post can hold matters nobody has taken yet."""

    mutability = "mutable"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    code = models.CharField(max_length=40)  # "intake", "mediation", "liaison", "director"
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=40)  # key of roles.ROLES
    is_queue = models.BooleanField(default=False)
    is_leader = models.BooleanField(default=False)  # leads the unit; told of breaches

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="directory_post_code")]

    def __str__(self) -> str:
        return f"{self.unit} {self.name}"


class User(AbstractUser):
    """A person with an account. `first_name` holds the whole name; Chinese names are not split."""

    mutability = "mutable"

    staff_number = models.CharField(max_length=20, blank=True)  # operator number said in the greeting
    must_change_password = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.first_name or self.username


class Appointment(models.Model):
    """A person holds a post from a day until (before) another."""

    mutability = "mutable"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "post"], condition=models.Q(ends_on=None), name="directory_appointment_open"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")),
                name="directory_appointment_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.post_id}"


class Grid(models.Model):
    """A grid cell: a place with one owner, never a register of the people in it."""

    mutability = "mutable"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grids")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=10, choices=Zone, default=Zone.URBAN)
    polygon = models.JSONField()  # GeoJSON Polygon or MultiPolygon, GCJ-02 longitude, latitude
    min_lng = models.FloatField()
    min_lat = models.FloatField()
    max_lng = models.FloatField()
    max_lat = models.FloatField()
    revision = models.BigIntegerField(default=0)  # of the import that wrote it; tells a cached index it is stale

    def __str__(self) -> str:
        return self.name


class Compartment(models.Model):
    """A closed circle of people; a matter in it is seen by nobody else, whatever their role."""

    mutability = "mutable"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="compartments")
    name = models.CharField(max_length=120)
    members = models.ManyToManyField(User, related_name="compartments")

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """Lets another unit's system send reports to a centre. Only its digest is kept; the token itself is shown once."""

    mutability = "mutable"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="api_tokens")  # whose system it is
    centre = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # which registers what is sent
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="directory_apitoken_revoked",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CharterItem(models.Model):
    """How an organisation fulfils an organisational clause: what was settled, who confirmed it, when it is looked at again."""

    mutability = "mutable"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="charter_items")
    clause = models.CharField(max_length=20)
    text = models.TextField()
    reference = models.CharField(max_length=200, blank=True)  # number of the centre's own document
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "clause"], name="directory_charter_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.clause}"


class Disclosure(models.Model):
    """Personal data given to another body: purpose, basis and recipient recorded before it leaves (PM-021)."""

    mutability = "append_only"
    words_kept = {"the law wants it known what was given to whom": ("recipient", "purpose", "basis", "items")}

    matter_id = models.BigIntegerField(db_index=True)
    recipient = models.CharField(max_length=120)
    purpose = models.TextField()
    basis = models.CharField(max_length=200)
    items = models.CharField(max_length=200)
    disclosed_at = models.DateTimeField()
    disclosed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id} → {self.recipient}"
