"""Consent to being named on the duty page, and its withdrawal."""

from datetime import datetime

from django.db import transaction

from firstdesk.directory.models import Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.wall.models import PostedOfficer


@transaction.atomic
def agree(unit: Unit, *, by: Actor, at: datetime) -> PostedOfficer:
    """Consent to being named while on duty: name, number, and where to complain."""
    User.objects.select_for_update(no_key=True).get(pk=by.by_id)  # a second tap is the same yes
    there = PostedOfficer.objects.filter(unit=unit, user=by.by_id, ended_at=None).first()
    if there is not None:
        return there
    made = PostedOfficer.objects.create(unit=unit, user_id=by.by_id, agreed_at=at, agreed_by_id=by.by_id)
    _say(unit, "officer.posted", by, at)
    return made


@transaction.atomic
def withdraw(unit: Unit, *, by: Actor, at: datetime) -> bool:
    """Withdraw the consent; returns whether there was one."""
    found = PostedOfficer.objects.select_for_update(no_key=True).filter(unit=unit, user=by.by_id, ended_at=None)
    ended = found.update(ended_at=at, ended_by_id=by.by_id)
    if ended:
        _say(unit, "officer.withdrawn", by, at)
    return bool(ended)


def _say(unit: Unit, verb: str, by: Actor, at: datetime) -> None:
    ledger.append(ledger.draft_for(unit, verb, chain=f"unit:{unit.pk}", by=by, at=at))
