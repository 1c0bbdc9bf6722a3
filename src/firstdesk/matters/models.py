"""The thin shared record of a matter: number, category, state, who answers for it. It owns no stage's business."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from firstdesk.common.lookups import Ready
from firstdesk.directory.models import CentreKind, Unit, Zone
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.matters import states
from firstdesk.matters.attachments import Attachment as Attachment
from firstdesk.matters.counters import Counter as Counter
from firstdesk.matters.recusals import Recusal as Recusal
from firstdesk.matters.recusals import RecusalLift as RecusalLift
from firstdesk.matters.states import State, Turn
from firstdesk.matters.texts import SearchText as SearchText
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState


class Nature(models.TextChoices):
    PUBLIC_ORDER = "public_order", _("Public order")
    CIVIL_DISPUTE = "civil_dispute", _("Civil dispute")
    CRIMINAL = "criminal", _("Criminal")
    HELP = "help", _("Call for help")
    ENQUIRY = "enquiry", _("Enquiry")
    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")
    OTHER = "other", _("Other")


class Urgency(models.TextChoices):
    URGENT = "urgent", _("Urgent")
    PRIORITY = "priority", _("Priority")
    NORMAL = "normal", _("Normal")


class Grade(models.TextChoices):
    ORDINARY = "ordinary", _("Ordinary")
    COMPLEX = "complex", _("Complex")
    MAJOR = "major", _("Major")


class Remit(models.TextChoices):
    OWN = "own", _("Own remit")
    UNIT = "unit", _("Remit of a unit under the centre")
    OUTSIDE = "outside", _("Outside the centre's remit")
    UNCLEAR = "unclear", _("Unclear")


class Channel(models.TextChoices):
    PHONE = "phone", _("Phone")
    WALK_IN = "walk_in", _("Counter")
    WEB = "web", _("Web")
    GRID = "grid", _("Grid worker")
    TRANSFER_110 = "transfer_110", _("110 transfer")
    HOTLINE_12345 = "hotline_12345", _("12345 hotline")
    LETTER = "letter", _("Letter")
    IMPORT = "import", _("Imported")


class Confidentiality(models.TextChoices):
    ORDINARY = "ordinary", _("Ordinary")
    CONFIDENTIAL = "confidential", _("Confidential")  # for the centre and whoever has it; its reporter for the centre


class ResultCode(models.TextChoices):
    """What came of it, whoever worked on it: a unit that was asked, or the centre itself."""

    SETTLED = "settled", _("Settled")
    EXPLAINED = "explained", _("Explained, person understands")
    PARTLY = "partly", _("Partly settled")
    NOT_POSSIBLE = "not_possible", _("Cannot be settled, reason given")
    HANDED_ON = "handed_on", _("Handed to the competent body")


class MatterQuerySet(models.QuerySet["Matter"]):
    """Lists of matters; every one that a person sees starts from `visible_to`."""

    def open(self) -> Self:
        """Somebody still owes something."""
        return self.filter(state__in=sorted(states.OPEN))

    def visible_to(self, acting: Acting, *, little: bool = False) -> Self:
        """What this person may read, acting from this post. A post that reads no cases reads none: not even those its
        holder took from another post. `little`: they are known to see few of many, so theirs are looked up, not tried."""
        if not acting.permissions & {Permission.READ_OWN, Permission.READ_SUBTREE}:
            return self.none()
        if little:
            return self.filter(Q(pk__in=around(acting)), _is_not_closed(acting))
        return self.filter(_sight(acting))

    def awaiting(self, acting: Acting) -> Self:
        """Where it is this person's turn: their own, those in their posts' queues, those their unit is asked to take."""
        return self.visible_to(acting).filter(_turn(acting))

    def most_pressing_first(self) -> Self:
        """The promise that breaks first on top; each carries `first_due`."""
        return self.annotate(first_due=_first_due()).order_by("first_due", "pk")

    def sent_by(self, acting: Acting) -> Self:
        """Sent to another unit and not yet accepted: this person still answers for them."""
        own = Q(responsible_person=acting.user) | Q(responsible_post__in=acting.post_ids)
        return self.filter(own, state=State.OFFERED)


def _part_of(acting: Acting, *parts: str) -> Q:
    """Whether a unit of this person has a part in the matter. Asked as a value of the row, so that the database never
    reads all matters of a unit to answer for one page of them."""
    has = Involvement.objects.filter(matter=OuterRef("pk"), unit__in=acting.unit_ids)
    return Q(pk=Subquery((has.filter(part__in=parts) if parts else has).values("matter")[:1]))


def _units_beneath(acting: Acting) -> QuerySet[Unit]:
    beneath = Q(pk__in=[])
    for path in acting.subtree_paths:
        beneath |= Q(path__startswith=path)
    return Unit.objects.filter(beneath)


def _is_theirs(acting: Acting) -> Q:
    """What is asked of each row, the cheap questions first."""
    mine = Q(responsible_person=acting.user) | Q(first_receiver=acting.user)
    if acting.may(Permission.READ_SUBTREE):
        beneath = _units_beneath(acting)
        mine |= Q(centre__in=beneath) | Q(responsible_unit__in=beneath)
    if acting.may(Permission.READ_OWN):
        mine |= Q(centre__in=acting.unit_ids) | Q(responsible_unit__in=acting.unit_ids) | _part_of(acting)
    return mine


def _is_not_closed(acting: Acting) -> Q:
    """What is asked of each row that is theirs: closed circles, complaints about themselves, what is confidential."""
    about = Recusal.objects.standing().filter(person=acting.user, why="concerned")
    found = Q(compartment=None) | Q(compartment__in=acting.compartment_ids)
    found &= ~Q(pk__in=about.values("matter"))  # nobody reads a complaint about themselves
    if not acting.may(Permission.READ_CONFIDENTIAL):
        asked = _part_of(acting, "offered", "assist")  # to take it, to help, to go to the place
        beside = Clock.objects.beside().filter(owing_unit__in=acting.unit_ids).values("matter_id")
        near = Q(pk__in=beside) | Q(centre__in=acting.unit_ids) | Q(responsible_unit__in=acting.unit_ids) | asked
        found &= Q(confidentiality="ordinary") | near | Q(responsible_person=acting.user)
    return found


@lru_cache(maxsize=2000)
def _sight(acting: Acting) -> Ready:
    """What somebody may read, for every list: it depends on nothing but who they are and where they stand."""
    return Ready.made(Matter.objects.filter(_is_theirs(acting) & _is_not_closed(acting)))


@lru_cache(maxsize=2000)
def _turn(acting: Acting) -> Ready:
    """Where it is their turn; each by an index of its own: they are few, whoever it is."""
    asked = [state for state, turn in states.OWNER.items() if turn == Turn.RECEIVER]
    open_ = Matter.objects.filter(ended_at=None).order_by()
    owned = open_.exclude(state__in=asked)
    keys = [owned.filter(responsible_person=acting.user), owned.filter(responsible_post__in=acting.post_ids)]
    if acting.may(Permission.HANDLE):
        offered = Involvement.objects.filter(unit__in=acting.unit_ids, part="offered").values("matter")
        keys.append(open_.filter(state__in=asked, pk__in=offered))
    found = [each.values("pk") for each in keys]
    return Ready.made(Matter.objects.filter(pk__in=found[0].union(*found[1:])))


def around(acting: Acting, *, once: bool = True) -> QuerySet[Any, Any]:
    """The keys of what is around this person, looked up by indexes; some of it may be closed to them. `once`: no key
    twice; else they come as they are found, so that counting may stop early."""
    every = Matter.objects.order_by()
    found = [every.filter(responsible_person=acting.user), every.filter(first_receiver=acting.user)]
    if acting.may(Permission.READ_SUBTREE):
        beneath = _units_beneath(acting)
        found += [every.filter(centre__in=beneath), every.filter(responsible_unit__in=beneath)]
    keys: list[QuerySet[Any, Any]] = [each.values("pk") for each in found]
    if acting.may(Permission.READ_OWN):
        keys.append(Involvement.objects.filter(unit__in=acting.unit_ids).order_by().values("matter"))
    return keys[0].union(*keys[1:], all=not once)


def _first_due() -> Subquery:
    clocks = Clock.objects.filter(matter_id=OuterRef("pk"), state=ClockState.RUNNING).order_by("due_at")
    return Subquery(clocks.values("due_at")[:1])


class Matter(models.Model):
    """One thing somebody asked for, from registration to the answer."""

    mutability = "mutable"
    words_erased = ("title", "ended_reason")
    words_kept = {"numbers, keys, codes of the rules": ("register", "number", "token", "topic", "rulebook_version")}

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="matters")
    centre_kind = models.CharField(max_length=20, choices=CentreKind)
    register = models.CharField(max_length=4, default="JJ")
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)  # JJ-350322-2026-0000001
    token = models.CharField(max_length=43, unique=True)  # 256 random bits, for the person who asked
    title = models.CharField(max_length=120)
    channel = models.CharField(max_length=20, choices=Channel)
    nature = models.CharField(max_length=20, choices=Nature, blank=True)
    topic = models.CharField(max_length=60, blank=True)  # code of rules/topics.yaml
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    grade = models.CharField(max_length=10, choices=Grade, default=Grade.ORDINARY)
    remit = models.CharField(max_length=10, choices=Remit, default=Remit.UNCLEAR)
    zone = models.CharField(max_length=10, choices=Zone, default=Zone.UNKNOWN)
    grid = models.ForeignKey("directory.Grid", null=True, on_delete=models.PROTECT, related_name="matters")
    is_identified = models.BooleanField(default=False)  # whether the person can be reached
    confidentiality = models.CharField(max_length=15, choices=Confidentiality, default=Confidentiality.ORDINARY)
    compartment = models.ForeignKey(
        "directory.Compartment", null=True, blank=True, on_delete=models.PROTECT, related_name="matters"
    )
    may_mediate = models.BooleanField(default=False)  # from the route's verdict; never for domestic violence
    state = models.CharField(max_length=12, choices=State, default=State.TO_TRIAGE)
    responsible_unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="responsible_for")
    responsible_post = models.ForeignKey("directory.Post", null=True, on_delete=models.PROTECT, related_name="queue")
    responsible_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="responsible_for"
    )
    first_receiver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # null only for what came by web or import without a person; never changes (trigger)
    rulebook_version = models.CharField(max_length=64)
    objections = models.PositiveSmallIntegerField(default=0)
    reopenings = models.PositiveSmallIntegerField(default=0)
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_reason = models.TextField(blank=True)
    changed_at = models.DateTimeField()  # of the last entry; a form that saw an older one is stale

    objects = MatterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "register", "year", "seq"], name="matters_matter_number"),
            models.CheckConstraint(
                condition=Q(responsible_post=None, responsible_person__isnull=False)
                | Q(responsible_post__isnull=False, responsible_person=None),
                name="matters_matter_one_responsible",
                violation_error_message=_("A matter has exactly one responsible person or one queue."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(states.ENDED), ended_at__isnull=False)
                | (~Q(state__in=sorted(states.ENDED)) & Q(ended_at=None, ended_by=None, ended_reason="")),
                name="matters_matter_ended",
                violation_error_message=_("An ended matter has a time; an open one has none."),
            ),
            models.CheckConstraint(
                condition=~Q(state="duplicate") | Q(duplicate_of__isnull=False),
                name="matters_matter_duplicate_of",
                violation_error_message=_("A duplicate names the matter it repeats."),
            ),
            models.CheckConstraint(
                condition=~(Q(topic__startswith="domestic_violence") & Q(may_mediate=True)),
                name="matters_matter_no_mediation_of_violence",
                violation_error_message=_("Mediation is never offered for domestic violence."),
            ),
        ]
        indexes = [
            models.Index(fields=["responsible_unit", "state"], name="matters_matter_unit_state"),
            models.Index(fields=["responsible_post"], condition=Q(ended_at=None), name="matters_matter_queue"),
            models.Index(fields=["responsible_person"], condition=Q(ended_at=None), name="matters_matter_person"),
            models.Index(fields=["-registered_at"], name="matters_matter_registered"),
            models.Index(fields=["centre", "-registered_at"], name="matters_matter_centre_time"),
            models.Index(fields=["seq"], name="matters_matter_seq"),
            models.Index(
                fields=["id"], condition=Q(ended_at=None, urgency="urgent"), name="matters_matter_urgent"
            ),  # every process asks several times a second
            models.Index(fields=["-registered_at"], condition=Q(ended_at=None), name="matters_matter_open"),
            models.Index(fields=["topic"], opclasses=["varchar_pattern_ops"], name="matters_matter_topic"),
        ]

    @property
    def state_label(self) -> str:
        """The state in words, for rows: `get_state_display` makes a table of all states each time."""
        return str(State(self.state).label)

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_chain(self) -> str:
        """The hash chain of this matter."""
        return f"matter:{self.pk}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.MOVES

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something."""
        return self.state in states.OPEN

    @property
    def is_pressing(self) -> bool:
        """Urgent, and not yet handled: red wherever it stands."""
        return self.urgency == Urgency.URGENT and self.state in states.OPEN - states.HANDLED

    @property
    def is_restricted(self) -> bool:
        """Whether its words stay on its page: no message, no list and no other matter repeats them."""
        return self.compartment_id is not None or self.confidentiality != Confidentiality.ORDINARY


class Involvement(models.Model):
    """A unit has, or had, a part in a matter and may therefore read it."""

    mutability = "mutable"
    times_of_the_world = ("since",)

    class Part(models.TextChoices):
        CENTRE = "centre", _("Centre that registered it")
        LEAD = "lead", _("Lead unit")
        ASSIST = "assist", _("Assisting unit")
        OFFERED = "offered", _("Asked to take it")
        OBJECTED = "objected", _("Objected")
        RELEASED = "released", _("Was asked, no longer")

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="involvements")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="involvements")
    part = models.CharField(max_length=10, choices=Part)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="matters_involvement_once")]
        indexes = [
            models.Index(fields=["unit", "matter"], name="matters_involvement_unit"),
            models.Index(fields=["unit"], condition=Q(part="offered"), name="matters_involvement_offered"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.part} {self.matter_id}"


class Link(models.Model):
    """Two matters that belong together. `related` reads the same from both ends and is kept once, the older one first;
    `split_from` leads from the new matter to the one it was a part of. Taken off, it stays as history."""

    mutability = "mutable"

    class Kind(models.TextChoices):
        RELATED = "related", _("Related")
        SPLIT_FROM = "split_from", _("Split off")

    kind = models.CharField(max_length=10, choices=Kind)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="linked_by")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "other", "kind"], condition=Q(removed_at=None), name="matters_link_once"
            ),
            models.CheckConstraint(condition=~Q(matter=F("other")), name="matters_link_two"),
            models.CheckConstraint(
                condition=~Q(kind="related") | Q(matter__lt=F("other")), name="matters_link_older_first"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="matters_link_removed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.kind} {self.other_id}"
