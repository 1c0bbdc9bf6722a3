"""What the places of a wording stand for in one matter, and by which addresses its people can be told."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from firstdesk.common import clock as walls
from firstdesk.directory.scope import Acting
from firstdesk.dispatch.models import Referral
from firstdesk.followup.models import OwnResult
from firstdesk.intake import selectors as intake
from firstdesk.intake.models import Party
from firstdesk.matters.models import Matter
from firstdesk.notices.ports import Sample
from firstdesk.notices.ways import open_ways
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState

MOBILE = re.compile(r"1[3-9]\d{9}")


@dataclass(frozen=True)
class Addressee:
    """Somebody who can be told by text message; the number is covered."""

    party_id: int
    role: str
    name: str
    phone: str


def values_of(matter: Matter, at: datetime, language: str = "zh", site: str = "") -> dict[str, str]:
    """Each place with its value; "" where the matter cannot say it yet."""
    due = Clock.objects.promises().filter(matter_id=matter.pk, state=ClockState.RUNNING).order_by("due_at")
    first = due.values_list("due_at", flat=True).first()
    return {
        "number": matter.number,
        "title": matter.title,
        "registered": _day(matter.registered_at, language),
        "centre": matter.centre.name,
        "phone": matter.centre.phone,
        "unit": matter.responsible_unit.name,
        "due": f"{_day(first, language)} {walls.local(first):%H:%M}" if first else "",
        "result": _result(matter),
        "link": site.rstrip("/") + reverse("portal:follow", args=[matter.token]),
        "today": _day(at, language),
    }


def _day(at: datetime, language: str) -> str:
    wall = walls.local(at)
    if language == "en":
        return f"{wall:%Y-%m-%d}"
    return f"{wall.year}年{wall.month}月{wall.day}日"


def _result(matter: Matter) -> str:
    """What was done, in the words of whoever did it last: the centre itself or the unit that was asked."""
    own = OwnResult.objects.filter(matter=matter).order_by("-finished_at", "-pk").first()
    asked = Referral.objects.filter(matter=matter).exclude(result_text="").order_by("-answered_at", "-pk").first()
    if own and (asked is None or asked.answered_at is None or own.finished_at >= asked.answered_at):
        return own.text
    return asked.result_text if asked else ""


def sample(number: str, acting: Acting, at: datetime) -> Sample | None:
    """A matter this person may read, or the newest; for trying a wording."""
    visible = Matter.objects.visible_to(acting).select_related("centre", "responsible_unit")
    found = visible.filter(number=number).first() if number else visible.order_by("-registered_at", "-pk").first()
    return Sample(found.number, values_of(found, at), values_of(found, at, "en")) if found else None


def readable(acting: Acting, matter_ids: Collection[int]) -> Collection[int]:
    """Of these matters, those this person may know of."""
    return list(Matter.objects.visible_to(acting).filter(pk__in=matter_ids).values_list("pk", flat=True))


def addressees(matter: Matter, acting: Acting) -> Sequence[Addressee]:
    """Who may be told by text message: those with a mobile number, where the person agreed to be contacted."""
    report = intake.report_of(matter)
    if "sms" not in open_ways() or report is None or not report.may_contact:
        return ()
    return [
        Addressee(each.party.pk, each.party.get_role_display(), each.name, each.phone)
        for each in intake.parties_of(matter, acting)
        if each.party.role != Party.Role.WITNESS and MOBILE.fullmatch(each.party.phone.strip())
    ]
