"""The documents of a signed meeting: the record (everything) and the summary (who does what)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firstdesk.common import clock as walls
from firstdesk.files import blocks, documents
from firstdesk.files.blocks import Block, Row
from firstdesk.files.leaving import Frame
from firstdesk.meetings.models import AgendaItem, Attendance, Invitee, Meeting, Paper, Resolution
from firstdesk.meetings.selectors import agenda, people, titles
from firstdesk.meetings.selectors.places import place_of
from firstdesk.meetings.selectors.resolutions import of
from firstdesk.meetings.selectors.titles import CHINESE


@dataclass(frozen=True)
class Draft:
    """A document before typesetting."""

    kind: Paper.Kind
    meeting: Meeting
    blocks: list[Block]
    at: datetime  # of the record

    @property
    def title(self) -> str:
        """What it is called wherever it is spoken of: its meeting, and which of the two papers."""
        with translation.override(CHINESE):
            return f"{titles.filed(self.meeting)} {self.kind.label}"

    def pdf(self, frame: Frame) -> bytes:
        """Render as PDF/A. The same record and code give the same bytes."""
        with translation.override(CHINESE):
            sheet = documents.Sheet(
                title=self.title.replace(" ", "\n"), number=titles.number(self.meeting), address=frame.address, code=frame.code,
                mark=frame.marked(),
            )  # fmt: skip
            return documents.paper(sheet, self.blocks, at=self.at)


def record(meeting: Meeting, at: datetime) -> Draft:
    """The record: invitees, attendance, minutes of each item, resolutions."""
    with translation.override(CHINESE):
        points = agenda.items(meeting)
        parts = [
            _head(meeting),
            blocks.Section(_("Attendance")),
            *_present(meeting),
            blocks.Section(_("Minutes")),
            *(each for number, item in enumerate(points, 1) for each in _point(number, item)),
            *_resolved(meeting),
            *_signed(meeting, at),
        ]
        return Draft(Paper.Kind.RECORD, meeting, parts, at)


def summary(meeting: Meeting, at: datetime) -> Draft:
    """The summary: items, and who does what by when."""
    with translation.override(CHINESE):
        points = [_named(item) for item in agenda.items(meeting) if item.minutes]
        parts = [
            _head(meeting),
            blocks.Section(_("Spoken of")),
            blocks.Prose("\n".join(f"{number}. {title}" for number, title in enumerate(points, 1)) or _("None.")),
            *_resolved(meeting),
            *_signed(meeting, at),
        ]
        return Draft(Paper.Kind.SUMMARY, meeting, parts, at)


def _head(meeting: Meeting) -> Block:
    begins, ends = (
        walls.local(meeting.begun_at or meeting.period.lower),
        walls.local(meeting.ended_at or meeting.period.upper),
    )
    rows: list[Row] = [
        [_("Held by"), meeting.centre.name, _("Time"), f"{_day(begins)} {begins:%H:%M}–{ends:%H:%M}"],
        [_("Place"), place_of(meeting), _("Chair"), str(meeting.chair)],
        [
            _("Recorder"),
            str(meeting.recorder),
            _("Present at it"),
            _("%(number)s people") % {"number": _count(meeting)},
        ],
    ]
    if meeting.occasion:
        rows.append([_("What it is held for"), meeting.occasion])
    if meeting.chair_reason:
        rows.append([_("Led by somebody else because"), meeting.chair_reason])
    return blocks.Facts(rows)


def _count(meeting: Meeting) -> int:
    return Attendance.objects.filter(meeting=meeting).count() + meeting.residents


def _day(moment: datetime) -> str:
    return date_format(moment.date(), "Y年n月j日")


def _present(meeting: Meeting) -> list[Block]:
    rows = people.attendances(meeting)
    listed: list[Row] = [[str(row.person or _("guest")), _where(row), _when(row)] for row in rows]
    made: list[Block] = []
    if listed:
        made.append(blocks.Table([_("Who came"), _("Unit or organisation"), _("Signed in")], listed, widths=[3, 5, 2]))
    if meeting.residents:
        made.append(blocks.Prose(_("Residents present: %(residents)s") % {"residents": meeting.residents}))
    absent = [each for each in people.invitees(meeting) if each.excused_at is not None]
    if absent:
        made.append(blocks.Prose(_("Excused: %(names)s") % {"names": "、".join(_excused(each) for each in absent)}))
    return made or [blocks.Prose("—")]


def _when(row: Attendance) -> str:
    """When somebody came; unknown for those entered from a list."""
    by_code = row.way == Attendance.Way.CODE
    return f"{walls.local(row.came_at):%H:%M}" if by_code else row.get_way_display()


def _where(row: Attendance) -> str:
    return row.organisation or (row.unit.name if row.unit else "—")


def _excused(row: Invitee) -> str:
    return f"{row.name}（{row.excuse}）"


def _point(number: int, item: AgendaItem) -> list[Block]:
    count = f"（{item.count}）" if item.count is not None else ""
    return [blocks.Prose(f"{number}. {_named(item)}{count}\n{item.minutes or _('Nothing was said to this point.')}")]


def _named(item: AgendaItem) -> str:
    title = titles.of_point(item)
    return _("Sensitive period: %(title)s") % {"title": title} if item.source == AgendaItem.Source.PERIOD else title


def _resolved(meeting: Meeting) -> list[Block]:
    rows: list[Row] = [[str(row.no), row.text, _owner(row), row.due_on.isoformat()] for row in of(meeting)]
    if not rows:
        return [blocks.Section(_("Resolutions")), blocks.Prose(_("None."))]
    head = [_("No."), _("The task"), _("Who answers for the task"), _("Due")]
    return [blocks.Section(_("Resolutions")), blocks.Table(head, rows, widths=[1, 6, 3, 2])]


def _owner(row: Resolution) -> str:
    return f"{row.unit.name} {row.person}" if row.person else row.unit.name


def _signed(meeting: Meeting, at: datetime) -> list[Block]:
    values = {"chair": meeting.chair, "at": f"{_day(walls.local(at))} {walls.local(at):%H:%M}"}
    return [
        blocks.Prose(_("Approved and signed in the system by the chair %(chair)s on %(at)s.") % values),
        blocks.SealArea(meeting.centre.name, _day(walls.local(at))),
    ]
