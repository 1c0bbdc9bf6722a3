"""Reports from other systems, as JSON."""

import hashlib
import json
import time
from datetime import UTC, datetime
from typing import Annotated, Any

from django.db.models import TextChoices
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status
from ninja.params.functions import Header
from ninja.security import HttpBearer
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from firstdesk.common import clock
from firstdesk.directory import selectors as directory
from firstdesk.intake import selectors
from firstdesk.intake.models import Party, Report
from firstdesk.intake.services.registering import PartyData, Registration
from firstdesk.intake.services.submitting import Sender, Sent, Taken, sender_of, submit
from firstdesk.matters.models import Channel, Matter, Urgency

router = Router(tags=["reports"])
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class Bearer(HttpBearer):
    """The token of a unit's system. Who it is, the rules and the queue are asked for again only every other second: that
    long a withdrawn one may still be heard."""

    SECONDS = 2.0

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, tuple[float, Sender]] = {}

    def authenticate(self, request: HttpRequest, token: str) -> Sender | None:
        """Whoever sends with a token in use."""
        at = clock.now()
        until, known = self._known.get(token, (0.0, None))
        if known is not None and time.monotonic() < until and known.day == clock.local(at).date():
            return known
        self._known.pop(token, None)
        known = sender_of(token, at)
        if known is not None:
            self._known[token] = time.monotonic() + self.SECONDS, known
        return known


def _is_ours(moment: datetime) -> datetime:
    if moment < EARLIEST:
        raise ValueError("before the year 2000")
    return moment


def _has_no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("contains the character NUL")
    return text


Moment = Annotated[AwareDatetime, AfterValidator(_is_ours)]
Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_has_no_nul)]


class _Body(BaseModel):  # not ninja's Schema, which asks each value twice for the sake of objects that are no bodies
    model_config = ConfigDict(extra="forbid")


class Point(_Body):
    """WGS 84, degrees."""

    lng: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)


class Route(TextChoices):
    """By which way it reached your system."""

    WEB = Channel.WEB, _("Web")
    GRID = Channel.GRID, _("Grid worker")
    TRANSFER_110 = Channel.TRANSFER_110, _("110 transfer")
    HOTLINE_12345 = Channel.HOTLINE_12345, _("12345 hotline")


class Person(_Body):
    """Whoever is named; every field may be left out."""

    name: Line = Field(default="", max_length=80)
    phone: Line = Field(default="", max_length=40)
    note: Line = Field(default="", max_length=200)


class Reporter(Person):
    """Whoever reports. Without a name and a phone the report is anonymous, which is always possible."""

    is_pseudonym: bool = False
    may_contact: bool = Field(default=False, description="The person may be called back under this phone.")


class NewReport(_Body):
    """One report. What the centre's rules ask for besides is said in the refusal (422)."""

    channel: Route = Route.WEB
    first_receiver: Line = Field(
        default="",
        max_length=20,
        description="Staff number of whoever was asked first in your unit; only `web` goes without.",
    )
    narrative: Line = Field(
        min_length=1, max_length=20000, description="What happened, in the words of whoever reports."
    )
    place: Line = Field(default="", max_length=300)
    occurred_at: Moment | None = Field(default=None, description="When it happened; not in the future.")
    occurred_note: Line = Field(
        default="", max_length=120, description="Where a moment does not say it: every evening since May."
    )
    received_at: Moment | None = Field(default=None, description="When your system took it; default: now.")
    point: Point | None = None
    urgency: Urgency = Urgency.NORMAL
    reporter: Reporter | None = None
    others: list[Person] = Field(default_factory=list, max_length=20, description="Other people named in the report.")


class Receipt(Schema):
    """What to tell whoever reported."""

    number: str
    state: str
    registered_at: AwareDatetime
    follow: str = Field(description="Path of the page on which the person follows the report, without signing in.")


class Problem(Schema):
    """What was refused, why, and what to do."""

    message: str
    details: list["Fault"] = Field(default_factory=list)


class Fault(Schema):
    """One thing to put right."""

    field: str
    message: str
    clauses: list[str] = Field(default_factory=list)


KEY = Header(
    ...,
    alias="Idempotency-Key",
    min_length=1,
    max_length=80,
    pattern=r"^[!-~]+$",
    description="One key per report, chosen by you. Sent again, it answers the first result and registers nothing.",
)
REFUSED = {400: Problem, 401: Problem, 409: Problem, 422: Problem}


@router.post(
    "/reports",
    response={201: Receipt, 200: Receipt, **REFUSED},
    summary="Send a report",
    description="201 the first time, 200 with the same receipt every time after. Answers only once it is safely kept.",
)
def send(request: HttpRequest, body: NewReport, key: Annotated[str, KEY]) -> JsonResponse:
    """Register one report and answer with its receipt."""
    at = clock.now()
    sender: Sender = request.auth  # type: ignore[attr-defined]
    registration = _registration(body, sender, at)
    sent = Sent(
        token=sender.token, key=key, digest=_digest(body), registration=registration, at=at, version=sender.version
    )
    taken = submit(sent)
    return JsonResponse(_receipt(taken), status=200 if taken.is_replay else 201)


@router.get("/reports/{number}", response={200: Receipt, 401: Problem, 404: Problem}, summary="How a report stands")
def stands(request: HttpRequest, number: str) -> Status[dict[str, Any]]:
    """The receipt of a report this unit sent, as it stands now."""
    sender: Sender = request.auth  # type: ignore[attr-defined]
    matter = selectors.sent_by(sender.token.unit, number)
    if matter is None:
        return Status(404, {"message": str(_("Your unit has sent no report with this number.")), "details": []})
    return Status(200, _receipt(Taken(matter)))


def _digest(body: NewReport) -> str:
    text = json.dumps(body.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _registration(body: NewReport, sender: Sender, at: datetime) -> Registration:
    told = body.reporter or Reporter()
    person = PartyData(role=Party.Role.REPORTER, name=told.name, phone=told.phone, note=told.note)
    others = (PartyData(name=each.name, phone=each.phone, note=each.note) for each in body.others)
    return Registration(
        centre=sender.token.centre,
        answering=sender.answering,
        channel=body.channel,
        received_at=body.received_at or at,
        occurred_at=body.occurred_at or at,
        occurred_note=body.occurred_note,
        narrative=body.narrative,
        place=body.place,
        point=(body.point.lng, body.point.lat) if body.point else None,
        urgency=body.urgency,
        reporter=_kind(told),
        may_contact=told.may_contact and bool(told.phone),
        phone_withheld=not told.phone,
        parties=tuple(party for party in (person, *others) if not party.is_empty),
        first_receiver=directory.person_of(sender.token.unit, body.first_receiver, at) if body.first_receiver else None,
    )


def _kind(told: Reporter) -> str:
    if not (told.name or told.phone):
        return Report.Reporter.ANONYMOUS
    return Report.Reporter.PSEUDONYMOUS if told.is_pseudonym or not told.name else Report.Reporter.NAMED


def _receipt(taken: Taken) -> dict[str, Any]:
    matter: Matter = taken.matter
    return {
        "number": matter.number,
        "state": matter.state,
        "registered_at": matter.registered_at,
        "follow": reverse("portal:follow", args=[matter.token]),
    }
