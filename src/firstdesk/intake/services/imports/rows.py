"""One row of a file becomes a registration and its classification, or a fault that says what to put right."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from firstdesk.directory.models import Unit
from firstdesk.intake.models import Party, Report
from firstdesk.intake.services.imports.mappings import BY_ROW, ColumnMap
from firstdesk.intake.services.imports.tables import Cell, Row, Table, UnreadableFile
from firstdesk.intake.services.registering import PartyData, Registration
from firstdesk.matters.models import Channel, Urgency
from firstdesk.triage.services import Classification

SHANGHAI = ZoneInfo("Asia/Shanghai")
LENGTHS = {
    "source_id": 80, "title": 120, "place": 300, "occurred_note": 120, "reporter_name": 80, "reporter_phone": 40,
}  # fmt: skip
CHOICES = {"channel": Channel.values, "urgency": Urgency.values, "reporter": Report.Reporter.values}


@dataclass(frozen=True)
class Fault:
    """Why a row was not imported. The message never repeats what the row says: it may be about a person."""

    row: int
    column: str
    message: str


class RowFault(Exception):
    """This row cannot be imported."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


@dataclass(frozen=True)
class Parsed:
    """A row understood."""

    row: int
    registration: Registration
    judged: Classification | None  # none: no label, so it waits to be classified


@dataclass(frozen=True)
class Job:
    """One file under one mapping for one centre at one moment."""

    table: Table
    map: ColumnMap
    centre: Unit
    sha256: str
    at: datetime

    def check_headings(self) -> None:
        """Every column the mapping names is there."""
        missing = [c for c in self.map.columns.values() if c != BY_ROW and c not in self.table.headings]
        if missing:
            raise UnreadableFile(
                _("The file has no column “%(column)s”. It has: %(headings)s. Is this the right mapping?")
                % {"column": missing[0], "headings": ", ".join(self.table.headings[:20])}
            )

    def read(self) -> Iterator[Parsed | Fault]:
        """Every row of the file in order, understood or not. A number that comes twice counts once."""
        first: dict[str, int] = {}
        for row in self.table.rows():
            try:
                parsed = self._parse(row)
                number = parsed.registration.source_id
                if number in first:
                    message = _("The number is that of row %(row)s already.") % {"row": first[number]}
                    raise RowFault(self.map.columns["source_id"], message)
                first[number] = row.number
            except RowFault as fault:
                yield Fault(row.number, fault.column, fault.message)
            else:
                yield parsed

    def _parse(self, row: Row) -> Parsed:
        if row.extra:
            raise RowFault("", _("The row has more cells than the heading: a comma or a quotation mark is astray."))
        values = {field: self._text(row, field) for field in self.map.columns}
        for field in sorted(self.map.required):
            if field in values and not values[field]:
                raise RowFault(self.map.columns[field], _("The cell is empty."))
        values = {**self.map.constants, **{k: v for k, v in values.items() if v}}
        for field, limit in LENGTHS.items():
            if field != "title" and len(values.get(field, "")) > limit:
                message = _("The text has more than %(limit)s characters.") % {"limit": limit}
                raise RowFault(self.map.columns.get(field, field), message)
        for field, allowed in CHOICES.items():
            if values.get(field) and values[field] not in allowed:
                message = _("Not one of: %(allowed)s.") % {"allowed": ", ".join(allowed)}
                raise RowFault(self.map.columns.get(field, field), message)
        return Parsed(row.number, self._registration(row, values), self._judged(values))

    def _text(self, row: Row, field: str) -> str:
        column = self.map.columns[field]
        if column == BY_ROW:
            return f"{self.sha256[:16]}-{row.number}"
        cell = row.cells.get(column, "")
        if isinstance(cell, datetime):
            return cell.isoformat(" ")
        return _plain(cell) if field in {"source_id", "label", "reporter_phone"} else cell

    def _registration(self, row: Row, values: dict[str, str]) -> Registration:
        received = self._moment(row, "received_at") or self.at
        person = PartyData(
            role=Party.Role.REPORTER, name=values.get("reporter_name", ""), phone=values.get("reporter_phone", "")
        )
        told = Report.Reporter.ANONYMOUS if person.is_empty else values.get("reporter", Report.Reporter.NAMED)
        return Registration(
            centre=self.centre,
            channel=values.get("channel", Channel.IMPORT),
            received_at=received,
            occurred_at=self._moment(row, "occurred_at") or received,
            occurred_note=values.get("occurred_note", ""),
            place=values.get("place", ""),
            title=values.get("title", "")[:120],
            narrative=values["narrative"],
            urgency=values.get("urgency", Urgency.NORMAL),
            reporter=told,
            phone_withheld=not person.phone,
            parties=() if person.is_empty else (person,),
            source=self.map.source,
            source_id=values["source_id"],
        )

    def _moment(self, row: Row, field: str) -> datetime | None:
        column = self.map.columns.get(field)
        cell: Cell = row.cells.get(column, "") if column else ""
        if not cell:
            return None
        moment = cell if isinstance(cell, datetime) else _parse_date(cell, self.map.dates)
        if moment is None:
            raise RowFault(column or "", _("The date cannot be read. Write it like 2025-09-30 15:00."))
        moment = moment.replace(tzinfo=SHANGHAI)
        if moment > self.at:
            raise RowFault(column or "", _("The date lies in the future."))
        return moment

    def _judged(self, values: dict[str, str]) -> Classification | None:
        label = values.get("label", "")
        if not self.map.labels or not label:
            return None
        if label not in self.map.labels:
            raise RowFault(self.map.columns.get("label", "label"), _("The mapping does not know this label."))
        return self.map.labels[label]


def _plain(text: str) -> str:
    """Full-width digits and letters as plain ones: for numbers and labels, never for a story."""
    return unicodedata.normalize("NFKC", text).strip()


def _parse_date(text: str, formats: tuple[str, ...]) -> datetime | None:
    plain = _plain(text)
    for form in formats:
        try:
            return datetime.strptime(plain, form)  # noqa: DTZ007 wall time; the zone is set by the caller
        except ValueError:
            continue
    return None
