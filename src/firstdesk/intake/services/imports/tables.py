"""A file of rows, whatever wrote it: CSV in UTF-8 (with or without mark), UTF-16 or GB18030, or a spreadsheet."""

import codecs
import csv
import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from django.utils.translation import gettext_lazy as _

from firstdesk.common.later import Later
from firstdesk.common.refusals import Refusal

if TYPE_CHECKING:
    import openpyxl
    import openpyxl.utils.exceptions
else:
    openpyxl = Later("openpyxl")

Cell = str | datetime
CELL_LIMIT = 1_000_000  # characters of one cell; a stray quote swallows the rest of a file, and is then noticed
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
BLOCK = 1 << 20


class UnreadableFile(Refusal):
    """The file as a whole cannot be read as a table."""


@dataclass(frozen=True)
class Row:
    """A row under the heading; `extra` counts cells beyond the last heading."""

    number: int  # 1 = first row under the heading
    cells: dict[str, Cell]
    extra: int = 0


@dataclass(frozen=True)
class Table:
    """A file that can be read again and again from the start."""

    path: Path
    headings: tuple[str, ...]
    encoding: str  # "" for a spreadsheet
    delimiter: str = ","

    def rows(self) -> Iterator[Row]:
        """Rows in file order. Empty lines are no rows. Raises UnreadableFile where the file breaks off."""
        lines = _sheet_lines(self.path) if not self.encoding else _text_lines(self)
        number = -1
        for cells in lines:
            if not any(cells):
                continue
            number += 1
            if number == 0:
                continue  # the heading
            named = dict(zip(self.headings, cells, strict=False))
            yield Row(number, named, sum(1 for cell in cells[len(self.headings) :] if cell))


def check_there(path: Path) -> None:
    """A file that was never imported is removed after a while. Raises UnreadableFile."""
    if not path.is_file():
        raise UnreadableFile(_("The file is not kept any more. Hand it in again; the import goes on where it stood."))


def open_table(path: Path) -> Table:
    """Find out how a file is written and what its columns are called."""
    check_there(path)
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return Table(path, _headings(next(_sheet_lines(path), [])), encoding="")
    if path.suffix.lower() not in {".csv", ".txt", ".tsv"}:
        raise UnreadableFile(_("Only .csv and .xlsx files can be imported. Save the file as one of these."))
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
    delimiter = max(",\t;", key=first.count)
    table = Table(path, (), encoding, delimiter)
    heading = next((cells for cells in _text_lines(table) if any(cells)), [])
    return Table(path, _headings(heading), encoding, delimiter)


def encoding_of(path: Path) -> str:
    """By the mark at its start, else UTF-8 if the whole file is valid UTF-8, else GB18030 if it is that."""
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in MARKS:
        if start.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        if _decodes(path, name):
            return name
    raise UnreadableFile(_("The file is neither UTF-8 nor GB18030. Save it as “CSV UTF-8” and try again."))


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _headings(cells: list[Cell]) -> tuple[str, ...]:
    names = tuple(str(cell).strip() for cell in cells)
    if not any(names):
        raise UnreadableFile(_("The file is empty: its first row must name the columns."))
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UnreadableFile(_("The column “%(name)s” appears twice in the heading.") % {"name": twice[0]})
    return names


def _text_lines(table: Table) -> Iterator[list[Cell]]:
    csv.field_size_limit(CELL_LIMIT)
    with table.path.open(encoding=table.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=table.delimiter)
        try:
            for cells in reader:
                yield [_clean(cell) for cell in cells]
        except (csv.Error, UnicodeDecodeError) as error:
            raise UnreadableFile(
                _("The file breaks off near line %(line)s: a quotation mark is probably not closed.")
                % {"line": reader.line_num}
            ) from error


def _sheet_lines(path: Path) -> Iterator[list[Cell]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, openpyxl.utils.exceptions.InvalidFileException, KeyError, OSError, ValueError) as error:
        raise UnreadableFile(_("This is not a spreadsheet in the .xlsx format. Save it as .xlsx or .csv.")) from error
    with closing(book):
        for values in book.worksheets[0].iter_rows(values_only=True):
            yield [_from_sheet(value) for value in values]


def _from_sheet(value: object) -> Cell:
    """A cell as it reads: whole numbers without “.0”, dates as dates."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 wall time, given its zone by the mapping
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


def _clean(text: str) -> str:
    """PostgreSQL cannot store NUL; nothing else is touched, full-width characters least of all."""
    return text.replace("\x00", "").strip()


def sha256_of(path: Path) -> str:
    """The file's content in one number: the same content is the same import."""
    check_there(path)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
