"""Papers of screening: the registration form of a major dispute, the figures of a month, what a drive found or its zero."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firstdesk.directory.models import Unit
from firstdesk.files import blocks, documents, seals, words
from firstdesk.files.blocks import BLANK, Block, Row
from firstdesk.files.leaving import Frame
from firstdesk.mediation.selectors.papers.common import day, moment
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.screening.models import Campaign, Finding, Major
from firstdesk.screening.selectors import campaigns, majors
from firstdesk.screening.selectors.figures import Figures
from firstdesk.screening.selectors.months import Month
from firstdesk.screening.selectors.statements import Line

CHINESE = "zh-hans"  # as every paper, whoever asks for it
NONE = "—"
SIGN = BLANK[:4]  # where somebody signs beside their name


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One of them, before it is set."""

    title: str
    number: str
    unit: Unit
    blocks: list[Block]
    at: datetime  # of the record: the same record gives the same bytes
    mark: str = ""

    @property
    def name(self) -> str:
        """To save it by, without its ending."""
        return f"{self.title}-{self.number}"

    def pdf(self) -> bytes:
        """PDF/A of what has not left yet."""
        return self.left(Frame(mark=seals.test_mark(self.unit.pk)))

    def left(self, frame: Frame) -> bytes:
        """PDF/A as it leaves: with its code, under the seal that goes on it."""
        with translation.override(CHINESE):
            sheet = replace(self._sheet(), address=frame.address, code=frame.code, mark=frame.marked(self.mark))
            return documents.paper(sheet, self.blocks, at=self.at)

    def docx(self) -> bytes:
        """To be edited."""
        with translation.override(CHINESE):
            return words.paper(self._sheet(), self.blocks)

    def _sheet(self) -> documents.Sheet:
        return documents.Sheet(title=self.title, number=self.number, mark=self.mark)


def registration(row: Major) -> Paper:
    """The registration form: the event, what was done, what is asked for; of persons only the parties of this dispute."""
    with translation.override(CHINESE):
        above = row.superior.name if row.superior else _("no centre above")
        parts: list[Block] = [
            blocks.Facts([
                [_("Reporting unit"), row.centre.name, _("To the centre above"), above],
                [_("Place"), row.place],
                [_("Found by"), row.found_by, _("Found on"), day(row.found_on)],
                [_("Kind of dispute"), majors.kind_name(row), _("Number of people involved"), str(row.people_involved)],
                [_("Parties"), _lines(row.parties)],
                [_("Cause"), _lines(row.cause)],
                [_("What it turns on"), _lines(row.focus)],
                [_("Course so far"), _lines(row.course)],
                [_("Danger seen in the event"), _lines(row.risk)],
                [_("Measures taken"), _lines(row.measures)],
                [_("What the superior is asked for"), _lines(row.asked)],
                [_("Explanation"), _lines(row.note)],
                [_("To be settled by"), day(row.due_on)],
            ], tight=True),
            *_gone_on(row),
            blocks.Facts([
                [_("What the superior says"), _lines(row.answer) if row.answer else f"\n{BLANK}\n"],
                [_("Who reported it"), f"{row.reported_by} {SIGN}", _("Who answers for it"), f"{row.leader} {SIGN}"],
            ], stays=True, tight=True),
            blocks.SealArea(row.centre.name, day(row.reported_at)),
        ]  # fmt: skip
        title = _("Registration form of a major dispute")
        at = row.ended_at or row.taken_up_at or row.reported_at
        return Paper(title=title, number=row.number, unit=row.centre, blocks=parts, at=at)


def _gone_on(row: Major) -> list[Block]:
    head = [_("When"), _("How it goes on"), _("Noted by")]
    found: list[Row] = [[moment(each.noted_at), each.words, str(each.noted_by)] for each in majors.progresses(row)]
    return [blocks.Section(_("How it goes on")), blocks.Table(head, found[::-1], widths=[3, 7, 2])] if found else []


def statement(line: Line, month: Month, at: datetime) -> Paper:
    """The figures of one centre in one month, beside those of the month before."""
    with translation.override(CHINESE):
        row, figures, book = line.statement, line.figures, regulations.current(at)
        parts: list[Block] = [
            blocks.Facts([[_("Reporting unit"), line.centre.name, _("Month"), _month(month)]]),
            *([blocks.Prose(_("Zero: nothing was found, taken on or pending. That is a report, too."))] if figures.is_zero else []),
            blocks.Table([_("Figure"), _("This month"), _("Month before"), _("Change")], _rows(figures), widths=[5, 2, 2, 2]),
            blocks.Facts([
                *_parts(figures, book),
                *([[_("Explanation"), row.explanation]] if row and row.explanation else []),
                [
                    _("Filled"), _who(row.filled_by, row.filled_at) if row else SIGN,
                    _("Checked"), _who(row.checked_by, row.checked_at) if row and row.checked_at else SIGN,
                ],
            ], stays=True),
            blocks.SealArea(line.centre.name, day(row.checked_at if row and row.checked_at else at)),
        ]  # fmt: skip
        mark = "" if line.is_issued else _("Not checked yet")
        dated = (row.checked_at or row.filled_at) if row else at
        title = _("Monthly statistics of disputes")
        return Paper(title=title, number=month.code, unit=line.centre, blocks=parts, at=dated, mark=mark)


def _rows(figures: Figures) -> list[Row]:
    """Each figure with its change; then what is computed from several."""
    rows: list[Row] = [[str(each.label), str(each.count), str(each.before), f"{each.change:+d}" if each.change else "0"]
                       for each in figures.lines]  # fmt: skip
    days = NONE if figures.mean_days is None else str(figures.mean_days)
    shares = (_("Performed of what was due"), figures.rate), (_("Settled of what ended"), figures.success)
    rows.append([_("Days to an agreement, on the average"), days, NONE, NONE])
    return rows + [[name, NONE if share is None else f"{share}%", NONE, NONE] for name, share in shares]


def _parts(figures: Figures, book: Rulebook) -> list[Row]:
    """What was taken on, by kind and by grade; nothing where nothing was."""
    if not figures.of("accepted"):
        return []
    kinds = [f"{regulations.topic_name(book, root)} {count}" for root, count, _query in figures.topics]
    grades = [f"{label} {count}" for label, count, _query in figures.grades]
    return [[_("Taken on, by kind"), "、".join(kinds)], [_("Taken on, by grade"), "、".join(grades)]]


def drive(row: Campaign) -> Paper:
    """What each unit found; of one that found nothing, zero said as such."""
    with translation.override(CHINESE):
        found = campaigns.findings(row)
        kind = str(row.get_mode_display())
        parts: list[Block] = [
            blocks.Facts([
                [_("Begun by"), row.centre.name, _("Kind of drive"), f"{kind}（{row.occasion}）" if row.occasion else kind],
                [_("Dates of the drive"), f"{day(row.first)} – {day(row.last)}"],
                [_("Reported by"), day(row.due_on), _("State"), str(row.get_state_display())],
                [_("Where, and what to look at"), row.areas],
            ]),
            blocks.Section(_("What each unit found")),
            blocks.Table([_("Unit"), _("Found"), _("Reported")], [_finding(each) for each in found], widths=[3, 5, 4]),
            blocks.SealArea(row.centre.name, day(row.ended_at or row.due_on)),
        ]  # fmt: skip
        spoken = [each.reported_at for each in found if each.reported_at]
        at = row.ended_at or max(spoken, default=row.begun_at)
        mark = "" if row.ended_at else _("Not ended yet")
        return Paper(title=_("Results of a drive"), number=row.title, unit=row.centre, blocks=parts, at=at, mark=mark)


def _finding(each: Finding) -> Row:
    numbers = "、".join(matter.number for matter in each.matters.all())
    said = _("zero report") if each.is_zero else numbers or NONE
    late = f"（{_('late')}）" if each.is_late else ""
    told = f"{_who(each.reported_by, each.reported_at)}{late}" if each.reported_at else _("not reported yet")
    return [each.unit.name, f"{said}\n{each.words}".strip(), told]


def _lines(text: str) -> str:
    return text.strip() or NONE


def _who(person: object, at: datetime | None) -> str:
    return f"{person} {moment(at)}" if at else str(person)


def _month(month: Month) -> str:
    return date_format(month.first, "Y年n月")
