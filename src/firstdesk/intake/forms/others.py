"""The parties beside the reporter: any number of rows of role, name and phone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from firstdesk.intake.models import Party
from firstdesk.intake.services import PartyData

MOST = 50
ROLES = [choice for choice in Party.Role.choices if choice[0] != Party.Role.REPORTER]
NAMES = ("other_role", "other_name", "other_phone")


@dataclass(frozen=True)
class Other:
    """One row."""

    role: str = Party.Role.PARTY
    name: str = ""
    phone: str = ""

    @property
    def data(self) -> PartyData:
        return PartyData(role=self.role, name=self.name, phone=self.phone)

    @property
    def fits(self) -> bool:
        return len(self.name) <= 80 and len(self.phone) <= 40

    @property
    def roles(self) -> list[tuple[str, str]]:
        return [(str(key), str(label)) for key, label in ROLES]


def others_in(data: Mapping[str, Any]) -> list[Other]:
    """The rows that were filled in, in their order."""
    columns = [data.getlist(name) if isinstance(data, QueryDict) else [data.get(name, "")] for name in NAMES]
    count = max(map(len, columns))
    roles, names, phones = ([*column, *[""] * (count - len(column))] for column in columns)
    return _rows(list(zip(roles, names, phones, strict=True)))


def stored_others(stored: object) -> list[Other]:
    """The rows as a draft keeps them."""
    return _rows([tuple(map(str, row)) for row in stored if len(row) == len(NAMES)]) if isinstance(stored, list) else []


def _rows(rows: list[Any]) -> list[Other]:
    known = {key for key, _label in ROLES}
    found = [
        Other(role if role in known else Party.Role.PARTY, name.strip(), phone.strip()) for role, name, phone in rows
    ]
    return [other for other in found if other.name or other.phone][:MOST]
