"""The first unit, the first administrator: what a fresh production installation needs before anybody can sign in."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firstdesk.common import clock
from firstdesk.config.messages import Problem
from firstdesk.directory import services as directory
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.ledger.actors import Actor

SYSTEM = "founding"


@dataclass(frozen=True, kw_only=True)
class Founded:
    """Who may sign in now, with which first password (it must be changed at once)."""

    unit: str
    username: str
    password: str


@transaction.atomic
def found(*, code: str, name: str, username: str, at: datetime) -> Founded:
    """Set up the jurisdiction and its system administrator. Raises Problem where there is a unit already."""
    if Unit.objects.exists():
        raise Problem(
            "已经有单位了:请管理员登录后在“组织”页面继续添加。",
            "There are units already: let an administrator sign in and add more on the page “Organisation”.",
        )
    by = Actor.system(SYSTEM)
    unit = directory.create_unit(
        new=directory.NewUnit(code=code, name=name, kind=UnitKind.JURISDICTION, division_code=code), by=by, at=at
    )
    password = secrets.token_urlsafe(12)
    person = directory.create_user(
        new=directory.NewPerson(username=username, name=username, password=password), by=by, at=at
    )
    post = unit.posts.get(code="admin")
    directory.appoint(user=person, post=post, starts_on=clock.local(at).date(), by=by, at=at)
    return Founded(unit=unit.name, username=username, password=password)
