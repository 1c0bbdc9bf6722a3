"""The clocks of a matter, each with what was applied for about it and how that was decided."""

from dataclasses import replace

from django.utils.translation import gettext as _

from firstdesk.common import clock as walls
from firstdesk.common.language import lang
from firstdesk.common.reading import may_hold
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.obligations import selectors as obligations
from firstdesk.obligations.selectors import ClockLine
from firstdesk.oversight.models import Application
from firstdesk.oversight.states import Kind
from firstdesk.rulebook import wording


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """As `obligations` shows them, with the applications beside."""
    shown = obligations.panel(matter, acting)
    if shown is None or not may_hold(matter, Application):
        return shown
    people = ("asked_by", "decided_by")
    rows = list(Application.objects.filter(matter=matter).select_related(*people).order_by("asked_at", "pk"))
    if not rows:
        return shown
    return {
        **shown,
        **{name: [_noted(line, rows) for line in shown[name]] for name in ("running", "ended")},  # type: ignore[attr-defined]
    }


def _noted(line: ClockLine, rows: list[Application]) -> ClockLine:
    about = [row for row in rows if row.clock_id == line.clock.pk or (row.kind == Kind.SUSPENSION and _rested(line))]
    return replace(line, notes=tuple(_sentence(row) for row in about))


def _rested(line: ClockLine) -> bool:
    return line.clock.paused_at is not None or bool(line.clock.pauses)


def _sentence(row: Application) -> str:
    what = str(row.get_kind_display())
    if row.amount:
        what = f"{what} · {wording.amount(row.amount, row.unit_of_time, lang())}"
    asked = _("%(what)s, asked for by %(person)s on %(when)s") % {
        "what": what, "person": row.asked_by, "when": f"{walls.local(row.asked_at):%Y-%m-%d %H:%M}",
    }  # fmt: skip
    if row.decided_at is None or row.decided_by is None:
        return f"{asked} — {row.get_state_display()}"
    return f"{asked} — {row.get_state_display()} · {row.decided_by} {walls.local(row.decided_at):%Y-%m-%d %H:%M}"
