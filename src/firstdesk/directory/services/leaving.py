"""Somebody leaves: their work is given on first, then the account is closed and everything that opens with it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.refusals import Conflict, Detail, Refusal
from firstdesk.directory import ports
from firstdesk.directory.models import Appointment, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor


@transaction.atomic
def close_account(user: User, *, reason: str, by: Actor, at: datetime) -> User:
    """Nobody signs in with it from this moment: posts, sessions and private addresses end. Refused while work is open."""
    _lock(user, active=True)
    left = ports.get().leaving.work(user.pk, at)
    if left:
        raise Refusal(
            _("%(person)s still has work in hand. Give it on first, then close the account.") % {"person": user},
            details=[Detail("", f"{each.what}: {each.count}") for each in left],
        )
    posts = _end_appointments(user, at)
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    links = ports.get().leaving.revoke(user.pk, by, at)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    after = {"posts": posts, "sessions": len(sessions), "links": links}
    _note(user, "person.account_closed", reason, after, by=by, at=at)
    return user


@transaction.atomic
def reopen_account(user: User, *, reason: str, by: Actor, at: datetime) -> User:
    """Whoever comes back signs in again; posts are given anew."""
    _lock(user, active=False)
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    _note(user, "person.account_reopened", reason, {}, by=by, at=at)
    return user


def _lock(user: User, *, active: bool) -> None:
    """Raises Conflict where somebody else was first."""
    texts = {
        True: _("The account of %(person)s is closed already."),
        False: _("The account of %(person)s is open already."),
    }
    if User.objects.select_for_update(no_key=True).get(pk=user.pk).is_active is not active:
        raise Conflict(texts[active] % {"person": user})


def _end_appointments(user: User, at: datetime) -> int:
    """All that have not ended; one that began today or later ends the day after it began."""
    today = clock.local(at).date()
    held = list(Appointment.objects.select_for_update(no_key=True).filter(user=user, ends_on=None))
    for each in held:
        each.ends_on = max(today, each.starts_on + timedelta(days=1))
        each.save(update_fields=["ends_on"])
    return len(held)


def _note(user: User, verb: str, reason: str, after: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    draft = ledger.Draft(
        chain=f"person:{user.pk}",
        verb=verb,
        by=by,
        at=at,
        subject_kind="directory.User",
        subject_id=user.pk,
        reason=reason.strip(),
        after=after,
    )
    ledger.append(draft)
