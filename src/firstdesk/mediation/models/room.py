"""Sessions: plan, time and place, invitations, procedure, record, exhibits, proposals."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.common.secrecy import SecretText
from firstdesk.mediation import states
from firstdesk.mediation.models.case import Case
from firstdesk.mediation.models.people import Agent, Participant, Party, Seat
from firstdesk.mediation.states import SessionState

USER = settings.AUTH_USER_MODEL


class Plan(models.Model):
    """How a case is to be mediated. A new plan replaces the one before; all are kept."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_erased = ("measures", "safety")
    words_blanked = ("issues", "positions")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    issues = SecretText()  # the focus of the dispute
    positions = SecretText(blank=True)
    measures = models.TextField(blank=True)
    safety = models.TextField(blank=True)  # what keeps the meeting safe
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"plan of {self.case_id}"


class Room(models.Model):
    """A room of a centre where mediation is held."""

    mutability = "mutable"

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=60)
    seats = models.PositiveSmallIntegerField(default=8)
    is_in_use = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="mediation_room_name")]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One meeting. A joint session serves several cases; each case numbers its own sessions."""

    mutability = "mutable"
    words_path = "lead__matter_id"
    words_kept = {"codes and digests": ("outcome",), "offices, places and words of the procedure": ("place", "breaks")}
    times_of_the_world = ("begun_at", "ended_at", "paused_at")

    no = models.PositiveSmallIntegerField()  # of the leading case: 第几次
    lead = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sessions")
    joined = models.ManyToManyField(Case, related_name="joint_sessions", blank=True)  # further cases at the same table
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.ARRANGED)
    edition = models.PositiveIntegerField(default=1)
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="sessions")
    place = models.CharField(max_length=120, blank=True)  # where it is in no room: at the door, in the field
    period = DateTimeRangeField()  # from, to, as arranged
    is_open = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    breaks = models.JSONField(default=list)  # [[from, until, "pause" | "adjourned"], …] ISO, ended ones
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=15, blank=True)  # agreed, agreed_orally, partial, again, failed
    shared = models.ForeignKey("mediation.Proposal", null=True, on_delete=models.PROTECT, related_name="+")  # on screen
    arranged_at = models.DateTimeField()
    arranged_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead", "no"], name="mediation_session_no"),
            ExclusionConstraint(
                name="mediation_session_room_once",
                expressions=[("room", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(room__isnull=False) & ~Q(state="cancelled"),
                violation_error_message=_("The room is taken at this time."),
            ),
            models.CheckConstraint(condition=Q(room__isnull=False) | ~Q(place=""), name="mediation_session_somewhere"),
        ]

    def __str__(self) -> str:
        return f"session {self.no} of {self.lead_id}"

    @property
    def ledger_chain(self) -> str:
        """Recorded in the chain of the leading case's matter."""
        return self.lead.ledger_chain

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.SESSION_MOVES


class Invitation(models.Model):
    """A party was told of time and place, procedure and points to note, with proof (PM-030); or, once the session was called
    off, that nobody comes together."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_path = "session__lead__matter_id"
    words_erased = ("proof_words",)
    words_blanked = ("text",)
    files_erased = ("proof",)

    class Way(models.TextChoices):
        PRESENT = "present", _("In person")
        PHONE = "phone", _("By phone")
        SMS = "sms", _("By SMS")
        MAIL = "mail", _("By mail")
        LETTER = "letter", _("By letter")
        LINK = "link", _("By their own link")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="invitations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="invitations")
    way = models.CharField(max_length=8, choices=Way)
    is_off = models.BooleanField(default=False)  # told that it is called off
    text = SecretText()
    delivery = models.ForeignKey("notices.Delivery", null=True, on_delete=models.PROTECT, related_name="+")
    proof = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    proof_words = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"invitation of {self.party_id} to {self.session_id}"


class Presence(models.Model):
    """Who attends: exactly one of party, agent, participant or mediator."""

    mutability = "mutable"
    words_path = "session__lead__matter_id"
    times_of_the_world = ("came_at", "left_at")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="presences")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="presences")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="presences")
    participant = models.ForeignKey(Participant, null=True, on_delete=models.PROTECT, related_name="presences")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="presences")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False, agent=None, participant=None, seat=None)
                | Q(party=None, agent__isnull=False, participant=None, seat=None)
                | Q(party=None, agent=None, participant__isnull=False, seat=None)
                | Q(party=None, agent=None, participant=None, seat__isnull=False),
                name="mediation_presence_one",
            ),
        ]

    def __str__(self) -> str:
        return f"present in {self.session_id}"


class Told(models.Model):
    """A party was told their rights and duties, and said how they took it (GC-10-02; art. 23)."""

    mutability = "append_only"
    words_path = "party__case__matter_id"

    class Way(models.TextChoices):
        SIGNED = "signed", _("Signed the notice")
        SPOKEN = "spoken", _("Said so, taken down")
        LINK = "link", _("Confirmed by their own link")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="told")
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="told")
    way = models.CharField(max_length=8, choices=Way)
    by_agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")  # who acted for them
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"told {self.party_id}"


class Passage(models.Model):
    """One step of the procedure (rules/*/procedures.yaml) was done in a session, with its evidence."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_path = "session__lead__matter_id"
    words_blanked = ("note",)
    words_kept = {"codes and digests": ("step",), "offices, places and words of the procedure": ("evidence",)}

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="passages")
    step = models.CharField(max_length=40)
    evidence = models.JSONField(default=list)  # names of rules/facts.yaml that were present
    note = SecretText(blank=True)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "step"], name="mediation_passage_once")]

    def __str__(self) -> str:
        return f"{self.step} of {self.session_id}"


class Line(models.Model):
    """A line of the record, typed live. A correction is another line that names the one it corrects."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_path = "session__lead__matter_id"
    words_blanked = ("text",)
    words_kept = {"codes and digests": ("step",)}

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="lines")
    no = models.PositiveIntegerField()
    step = models.CharField(max_length=40, blank=True)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="lines")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="lines")
    participant = models.ForeignKey(Participant, null=True, on_delete=models.PROTECT, related_name="lines")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="lines")  # a mediator spoke
    text = SecretText()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    key = models.UUIDField(null=True)  # given by the page, so that a line sent twice is one
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")  # who typed it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "no"], name="mediation_line_no"),
            models.UniqueConstraint(
                fields=["session", "key"], condition=Q(key__isnull=False), name="mediation_line_key"
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.no} of {self.session_id}"


class Exhibit(models.Model):
    """A piece of evidence, numbered in the case, its bytes known by their hash."""

    mutability = "mutable"
    words_blanked = ("title", "proves")
    files_erased = ("file",)
    words_kept = {"codes and digests": ("sha256",), "offices, places and words of the procedure": ("remarks",)}
    times_of_the_world = ("shown_at",)

    class Kind(models.TextChoices):
        CONTRACT = "contract", _("Contract")
        AGREEMENT = "agreement", _("Agreement")
        TESTIMONY = "testimony", _("Statement of a witness")
        PHOTO = "photo", _("Photograph")
        OTHER = "other", _("Other")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exhibits")
    no = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="exhibits")  # who handed it in
    kind = models.CharField(max_length=10, choices=Kind)
    title = SecretText()
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    proves = SecretText(blank=True)
    shown_in = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="exhibits")
    shown_at = models.DateTimeField(null=True)
    remarks = models.JSONField(default=dict)  # party's number → "accepted" | "disputed"
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")  # null: by a link

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "no"], name="mediation_exhibit_no")]

    def __str__(self) -> str:
        return f"exhibit {self.no} of {self.case_id}"


class Citation(models.Model):
    """Law explained in a session, by article."""

    mutability = "append_only"
    words_path = "session__lead__matter_id"
    words_kept = {"articles of law": ("law", "article", "gist")}

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="citations")
    law = models.CharField(max_length=80)
    article = models.CharField(max_length=40)
    gist = models.TextField(blank=True)
    cited_at = models.DateTimeField()
    cited_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.law} {self.article}"


class Proposal(models.Model):
    """What somebody proposes; a counter-proposal names the one it answers. Terms have the agreement's shape."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_blanked = ("text", "terms")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="proposals")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    no = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="proposals")  # null: mediator
    counters = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="counter_proposals")
    text = SecretText()
    terms = SecretText(blank=True)  # JSON: see services.outcome.terms
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "no"], name="mediation_proposal_no")]

    def __str__(self) -> str:
        return f"proposal {self.no} of {self.case_id}"


class ProposalAnswer(models.Model):
    """What one party says to a proposal; the last word counts."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_path = "proposal__case__matter_id"
    words_blanked = ("words",)

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="answers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="answers")
    by_agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")  # who said it for them
    is_accepted = models.BooleanField()
    words = SecretText(blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.party_id} to {self.proposal_id}: {self.is_accepted}"


class Caucus(models.Model):
    """A private note of a caucus, readable only by the mediator who wrote it."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_path = "session__lead__matter_id"
    words_blanked = ("text",)

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="caucuses")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="caucuses")
    text = SecretText()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "caucuses"

    def __str__(self) -> str:
        return f"caucus of {self.session_id}"


class ReadOver(models.Model):
    """The record of a session was read over by, or to, one who was there, and signed."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_path = "session__lead__matter_id"
    words_blanked = ("words", "strokes")
    words_kept = {"codes and digests": ("digest",)}

    class Way(models.TextChoices):
        PAPER = "paper", _("Signed on paper")
        TOUCH = "touch", _("Signed on a screen")
        REFUSED = "refused", _("Would not sign, reason noted")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="read_overs")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="read_overs")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="read_overs")
    by_agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="read_overs")
    up_to = models.PositiveIntegerField()  # number of the last line read
    digest = models.CharField(max_length=64)  # of the record as read
    way = models.CharField(max_length=8, choices=Way)
    words = SecretText(blank=True)
    strokes = SecretText(blank=True)  # JSON of the pen's way: evidence, never shown as a picture of a signature
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False, seat=None) | Q(party=None, seat__isnull=False),
                name="mediation_readover_who",
            ),
        ]

    def __str__(self) -> str:
        return f"read over {self.session_id}"
