"""What stands on a receipt: enough for the person to hold us to it, and nothing a finder could misuse."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firstdesk.common import clock as walls
from firstdesk.common.language import lang, words
from firstdesk.complaints.selectors import needs_leader
from firstdesk.directory.models import Unit
from firstdesk.directory.selectors import supervision_phone
from firstdesk.files import documents
from firstdesk.intake.models import Report
from firstdesk.intake.selectors import report_of
from firstdesk.matters.models import Matter
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.regulations import selectors as regulations

TEMPLATE = "intake/documents/receipt.typ"
NUMBERS = re.compile(r"[0-9０-９]+")


@dataclass(frozen=True)
class Receipt:
    """A document, and the name it is saved under."""

    made: bytes
    name: str


def receipt(matter: Matter, link: str, *, by_key: bool = False) -> Receipt:
    """The receipt as PDF. `link` is the address to follow it by; empty where whoever prints it does not know the key.
    `by_key`: asked for with the key alone, which may be lost; then it says, as the follow page, neither what was told nor
    who was asked."""
    facts = _facts(matter, report_of(matter), by_key=by_key)
    made = documents.render(TEMPLATE, _data(matter, link, facts), at=matter.registered_at)
    return Receipt(made, f"{matter.number}.pdf")


def masked_place(place: str) -> str:
    """Where it is, without the house and the room: a receipt may lie about."""
    return NUMBERS.sub("*", place)


def _data(matter: Matter, link: str, facts: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "lang": lang(),
        "title": _("Receipt of a report"),
        "centre": matter.centre.name,
        "number_label": _("Number"),
        "number": matter.number,
        "facts": facts,
        "promised": _("What we promise"),
        "promises": _promises(matter),
        "follow_label": _("Follow it"),
        "link": link,
        "qr": documents.qr(link) if link else "",
        "scan": _("Scan to follow"),
        "notes": _notes(link),
        "phones": _phones(matter.centre),
        "foot": _("Made from the record of %(number)s. No seal is needed.") % {"number": matter.number},
    }


def _facts(matter: Matter, report: Report | None, *, by_key: bool) -> list[tuple[str, str]]:
    received = _moment(report.received_at if report else matter.registered_at)
    rows = [(_("Received"), f"{received} · {matter.get_channel_display()}")]
    if not by_key:
        rows.append((_("What it is about"), matter.title))
    if report and report.place:
        rows.append((_("Where"), masked_place(report.place)))
    rows.append((_("Who has it"), matter.responsible_unit.name))
    if needs_leader(matter, matter.registered_at):
        rows.append((_("Who leads it"), _("Somebody from above: everybody here who could lead it is concerned by it")))
    if matter.first_receiver and not by_key:
        rows.append((_("First asked"), str(matter.first_receiver)))
    return rows


def _promises(matter: Matter) -> list[dict[str, str]]:
    clocks = Clock.objects.promises().open().filter(matter_id=matter.pk)
    return [_promise(clock) for clock in clocks.order_by("due_at", "pk")]


def _promise(clock: Clock) -> dict[str, str]:
    rule = regulations.version(clock.rulebook_version).deadline(clock.rule_id)
    due = (
        _("rests at present")
        if clock.state == ClockState.PAUSED
        else _("by %(moment)s") % {"moment": _moment(clock.due_at)}
    )
    return {"what": words(rule.title), "due": due, "clauses": " ".join(rule.clauses)}


def _notes(link: str) -> list[str]:
    found = [_("If we are late, a superior is told by itself, and the wall counts it.")]
    if link:
        found.insert(0, _("Whoever has this address can read where it stands. Keep it to yourself."))
    else:
        found.insert(0, _("With the number and the key you were given you can follow it at any time."))
    return found


def _phones(centre: Unit) -> list[tuple[str, str]]:
    found = [(_("Ask the centre"), centre.phone)] if centre.phone else []
    found.append((_("Supervision telephone"), _supervision(centre)))
    return [*found, (_("Emergency"), "110")]


def _supervision(centre: Unit) -> str:
    number, whose = supervision_phone(centre)
    return f"{number} ({whose})" if whose else number


def _moment(moment: datetime) -> str:
    return f"{walls.local(moment):%Y-%m-%d %H:%M}"
