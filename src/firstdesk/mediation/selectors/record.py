"""The timeline of a case in sentences, without names and without words of the parties."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdesk.common.language import words
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Grade
from firstdesk.mediation.models import Agent, Case, Consent, Paper, Seat
from firstdesk.mediation.selectors.outcome import procedure
from firstdesk.mediation.selectors.titles import title_of
from firstdesk.mediation.states import EVENT

SHOWN = 60


@dataclass(frozen=True)
class Happened:
    """One line of the timeline, for `components/timeline_item.html`."""

    at: datetime
    sentence: str
    reason: str
    who: str
    tone: str = ""


def record(case: Case) -> list[Happened]:
    """Newest first. The chain belongs to the matter; only entries about this case are taken."""
    steps = {step.code: words(step.title) for step in procedure(case).steps}
    rows = Entry.objects.filter(chain=case.ledger_chain, verb__startswith="mediation.")
    mine = [entry for entry in rows.order_by("-seq") if entry.after.get("case") == case.number]
    return [Happened(entry.at, _sentence(entry, steps), _detail(entry), _who(entry), _tone(entry))
            for entry in mine[:SHOWN]]  # fmt: skip


def _sentence(entry: Entry, steps: Mapping[str, str]) -> str:
    """The sentence of an entry, naming the step or event it is about."""
    if entry.verb == "mediation.session_stepped":
        said = next((str(said) for name, said in IN_SESSION.items() if name in entry.after), "")
        return said or _("Step done: %(step)s") % {"step": steps.get(str(entry.after.get("step")), "")}
    return str(EVENT.get(entry.verb, entry.verb))


def _who(entry: Entry) -> str:
    name = entry.actor_name if entry.actor_id else _("By the clock or a link")
    return f"{name} · {entry.post_name}" if entry.post_name else name


def _tone(entry: Entry) -> str:
    if entry.verb in {"mediation.refused", "mediation.promise_broken", "mediation.referred_to_police"}:
        return "late"
    return "kept" if entry.verb in {"mediation.effective", "mediation.performed", "mediation.promise_kept"} else ""


def _detail(entry: Entry) -> str:
    held = entry.after
    return " · ".join(said for name, say in SAYS.items() if name in held and (said := say(held[name], held)))


def _party(value: object, _held: Mapping[str, object]) -> str:
    if not isinstance(value, int) or not value:
        return ""
    return title_of(value)


def _about(value: object, held: Mapping[str, object]) -> str:
    word = _("agrees") if held.get("given") else _("does not agree")
    return f"{dict(Consent.About.choices).get(str(value), value)}: {word}"


def _label(choices: Sequence[tuple[str, "str | Promise"]]) -> Callable[[object, Mapping[str, object]], str]:
    return lambda value, _held: str(dict(choices).get(str(value), "")) if value else ""


IN_SESSION = {
    "came": gettext_lazy("Somebody came to the table"),
    "left": gettext_lazy("Somebody left the table"),
    "rights_told": gettext_lazy("Rights and duties told"),
    "shown": gettext_lazy("Evidence shown to everybody"),
    "shared": gettext_lazy("Proposal put on the parties' screen, or taken off"),
}
SAYS: Mapping[str, Callable[[object, Mapping[str, object]], str]] = {
    "party": _party,
    "about": _about,
    "accepted": lambda value, _held: _("agrees") if value else _("does not agree"),
    "agent": _label(Agent.Role.choices),
    "revoked": _label(Agent.Role.choices),
    "role": _label(Seat.Role.choices),
    "grade": _label(Grade.choices),
    "to": _label(Grade.choices),
    "superior": lambda value, _held: str(value),
    "unit": lambda value, _held: str(value),
    "kind": _label(Paper.Kind.choices),
    "days": lambda value, _held: _("%(days)s working days") % {"days": value},
}
