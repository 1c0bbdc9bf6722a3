"""People, the posts they hold, their passwords and sessions."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock, validation
from firstdesk.common.refusals import Detail, Refusal, at_field
from firstdesk.directory.models import Appointment, Post, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What an account is made with. The first password must be changed unless said otherwise (demo, tests)."""

    username: str
    name: str
    password: str
    staff_number: str = ""
    must_change_password: bool = True
    is_hashed: bool = False  # `password` is a hash already: many accounts made at once hash their password once


@dataclass(frozen=True)
class FirstPost:
    """The post a new person starts in."""

    post: Post
    starts_on: date


def _note(user: User, verb: str, *, by: Actor, at: datetime, **after: object) -> None:
    ledger.append(
        ledger.Draft(
            chain=f"person:{user.pk}",
            verb=verb,
            by=by,
            at=at,
            subject_kind="directory.User",
            subject_id=user.pk,
            after=after,
        )
    )


@transaction.atomic
def create_user(*, new: NewPerson, first: FirstPost | None = None, by: Actor, at: datetime) -> User:
    """Make an account, with the post it starts in where one is given; the record never holds the password."""
    user = User(
        username=new.username,
        first_name=new.name,
        staff_number=new.staff_number,
        must_change_password=new.must_change_password,
        date_joined=at,
    )
    if new.is_hashed:
        user.password = new.password
    else:
        _check_password(new.password, user)
        user.set_password(new.password)
    validation.check(user)
    user.save(force_insert=True)
    _note(user, "person.created", by=by, at=at, username=new.username, name=new.name, staff_number=new.staff_number)
    if first:
        appoint(user=user, post=first.post, starts_on=first.starts_on, by=by, at=at)
    return user


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        details = [Detail("password", message) for message in error.messages]
        raise Refusal(_("The password cannot be used. Choose another one."), details=details) from error


@transaction.atomic
def change_password(*, user: User, password: str, by: Actor, at: datetime) -> User:
    """Set a new password. Chosen by the person it ends the duty to change it; set by another it begins that duty."""
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = by.person_id != user.pk
    user.save(update_fields=["password", "must_change_password"])
    _note(user, "person.password_changed", by=by, at=at)
    return user


@transaction.atomic
def appoint(*, user: User, post: Post, starts_on: date, by: Actor, at: datetime) -> Appointment:
    """Give a person a post from a day on."""
    appointment = Appointment(user=user, post=post, starts_on=starts_on)
    if Appointment.objects.filter(user=user, post=post, ends_on=None).exists():
        raise Refusal(_("%(person)s already holds the post “%(post)s”.") % {"person": user, "post": post.name})
    validation.check(appointment)
    appointment.save(force_insert=True)
    _note(user, "person.appointed", by=by, at=at, post=post.pk, post_name=str(post), starts_on=starts_on)
    return appointment


@transaction.atomic
def dismiss(*, appointment: Appointment, ends_on: date, reason: str, by: Actor, at: datetime) -> Appointment:
    """The person no longer holds the post from `ends_on` on. What they had in hand stays theirs until given on."""
    if appointment.ends_on is not None:
        raise Refusal(_("This appointment has already ended."))
    if ends_on <= appointment.starts_on:
        today = clock.local(at).date()
        raise at_field(
            "ends_on",
            _("The end must be after the first day (%s).") % max(appointment.starts_on, today),
            whole=_("Nothing was saved."),
        )
    appointment.ends_on = ends_on
    appointment.save(update_fields=["ends_on"])
    draft = ledger.Draft(
        chain=f"person:{appointment.user_id}",
        verb="person.dismissed",
        by=by,
        at=at,
        subject_kind="directory.User",
        subject_id=appointment.user_id,
        reason=reason,
        after={"post": appointment.post_id, "post_name": str(appointment.post), "ends_on": ends_on},
    )
    ledger.append(draft)
    return appointment


@transaction.atomic
def revoke_sessions(*, user: User, by: Actor, at: datetime) -> int:
    """Sign the person out everywhere; returns how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    _note(user, "person.sessions_revoked", by=by, at=at, sessions=len(sessions))
    return len(sessions)


@transaction.atomic
def end_own_sessions(*, user: User, keep: str, only: set[int] | None, by: Actor, at: datetime) -> int:
    """End the person's sessions but the one kept (its key), or only those named; returns how many ended."""
    sessions = UserSession.objects.filter(user=user).exclude(session_key=keep)
    chosen = [each for each in sessions if only is None or each.pk in only]
    for session in chosen:
        session.end()
    if chosen:
        _note(user, "person.sessions_ended", by=by, at=at, sessions=len(chosen))
    return len(chosen)


@transaction.atomic
def note_sign_in(*, user: User, address: str, at: datetime) -> None:
    """The record knows who came in, and from where."""
    _note(user, "person.signed_in", by=Actor(person_id=user.pk, name=str(user)), at=at, address=address)
