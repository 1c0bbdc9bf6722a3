"""Made-up files to import: nothing in them is anybody's."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from firstdesk.directory.models import Unit
from firstdesk.intake.services.imports.running import NewImport

HEADING = "编号,主题,时间,内容,标签"
MAPPING: dict[str, Any] = {
    "name": "made-up",
    "source": "made-up",
    "columns": {
        "source_id": "编号",
        "title": "主题",
        "received_at": "时间",
        "narrative": "内容",
        "label": "标签",
    },
    "required": ["received_at", "label"],
    "constants": {"channel": "import", "place": "见内容", "nature": "complaint", "remit": "outside"},
    "labels": {
        "物业": {"topic": "property_management"},
        "环保": {"topic": "environment.noise"},
        "自办": {"remit": "own", "topic": "other"},
    },
}


def line(number: int | str, *, when: str = "2025/9/1 8:05:09", text: str = "电梯坏了", label: str = "物业") -> str:
    """One line of a file."""
    return f'{number},主题{number},{when},"{text}",{label}'


def write(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "made-up.csv", newline: str = "\r\n") -> Path:
    """A CSV file with its heading."""
    path = folder / name
    path.write_bytes((newline.join([HEADING, *lines]) + newline).encode(encoding))
    return path


def sheet(folder: Path, *rows: list[object]) -> Path:
    """A spreadsheet with its heading."""
    book = Workbook()
    page = book.active
    page.append(HEADING.split(","))
    for row in rows:
        page.append(row)
    path = folder / "made-up.xlsx"
    book.save(path)
    return path


def new_import(centre: Unit, path: Path, **changes: object) -> NewImport:
    """The file under the made-up mapping."""
    return NewImport(centre, path, path.name, MAPPING | changes)
