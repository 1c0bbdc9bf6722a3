"""Reports that other systems send: each key once however often it is sent, and those sent together in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.batching import Together
from firstdesk.common.bulk import insert_rows, written_at_once
from firstdesk.common.refusals import Conflict, Refusal
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import ApiToken, Unit
from firstdesk.intake.models import Submission
from firstdesk.intake.services.registering import Registration, check, register_many
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Responsible
from firstdesk.regulations import selectors as regulations


@dataclass(frozen=True)
class Sender:
    """A system that sends, and what holds for all it sends on a day."""

    token: ApiToken
    day: date
    version: str  # of the rules in force; none: whoever registers says so
    answering: Responsible | None  # the queue of the centre; none: likewise


def sender_of(secret: str, at: datetime) -> Sender | None:
    """Who sends with this secret; None where no token in use has it."""
    token = directory.token_of(secret)
    if token is None:
        return None
    return Sender(token, clock.local(at).date(), regulations.current_version(at) or "", _queue(token.centre))


def _queue(centre: Unit) -> Responsible | None:
    try:
        return matters.queue(centre, "intake")
    except directory.NoSuchPost:
        return None


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One report as a system sent it, under a key it chose."""

    token: ApiToken
    key: str
    digest: str  # of the body as understood
    registration: Registration
    at: datetime
    version: str = ""  # of the rules in force, where it is known


@dataclass(frozen=True)
class Taken:
    """What the sender is told, the first time and every time after."""

    matter: Matter
    is_replay: bool = False


def submit(sent: Sent) -> Taken:
    """Register what was sent, once.

    Raises Refusal with what is missing, Conflict where the key was used for something else. Answers only after commit.
    """
    return _TOGETHER.ask(sent)


def _take(batch: Sequence[Sent]) -> list[Taken | BaseException]:
    """All in one transaction; where that fails, each in its own, so that one sender's fault is nobody else's."""
    latest = max(batch, key=lambda sent: sent.at)
    version = latest.version or regulations.current(latest.at).version
    refused = {id(sent): refusal for sent in batch if (refusal := _refused(sent, version))}
    complete = [sent for sent in batch if id(sent) not in refused]
    try:
        taken = iter(_take_all(complete, version) if complete else [])
    except Exception:
        taken = iter([_alone(sent, version) for sent in complete])
    return [refused.get(id(sent)) or next(taken) for sent in batch]


def _refused(sent: Sent, version: str) -> Refusal | None:
    try:
        check(_signed(sent), version, sent.at)
    except Refusal as refusal:
        return refusal
    return None


def _alone(sent: Sent, version: str) -> Taken | BaseException:
    try:
        try:
            return _take_all([sent], version)[0]
        except IntegrityError:  # the same key at the same moment through another process: by now it is known
            return _take_all([sent], version)[0]
    except Exception as error:
        return error


@transaction.atomic
def _take_all(batch: Sequence[Sent], version: str) -> list[Taken | BaseException]:
    first = {(sent.token.unit_id, sent.key): sent for sent in reversed(batch)}
    known = _known(batch)
    new = [sent for slot, sent in first.items() if slot not in known]
    for made in _register(new, version):
        known[made.unit_id, made.key] = made
    return [_answer(sent, known[sent.token.unit_id, sent.key], new) for sent in batch]


_KNOWN = "SELECT id FROM intake_submission WHERE unit_id = ANY(%s) AND key = ANY(%s)"


def _known(batch: Sequence[Sent]) -> dict[tuple[int, str], Submission]:
    """Nearly always none: so that is asked in the cheapest way there is."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list({sent.token.unit_id for sent in batch}), list({sent.key for sent in batch})])
        keys = [pk for (pk,) in cursor.fetchall()]
    found = Submission.objects.filter(pk__in=keys).select_related("matter") if keys else ()
    return {(each.unit_id, each.key): each for each in found}


def _register(new: Sequence[Sent], version: str) -> list[Submission]:
    """By centre and token in one order, so that two processes never wait for each other's numbers."""
    made: list[Submission] = []
    ordered = sorted(new, key=lambda sent: (sent.token.centre_id, sent.token.pk))
    with written_at_once():
        for _pk, group in groupby(ordered, key=lambda sent: sent.token.pk):
            sents = list(group)
            at = max(sent.at for sent in sents)
            registrations = [_signed(sent) for sent in sents]
            registered = register_many(registrations, by=actor_of(sents[0].token), at=at, version=version)
            made += [_submission(sent, matter, at) for sent, matter in zip(sents, registered, strict=True)]
        return insert_rows(made)


def _signed(sent: Sent) -> Registration:
    """For the centre of the token, whatever was said."""
    given, centre = sent.registration, sent.token.centre
    return given if given.centre is centre else replace(given, centre=centre)


def actor_of(token: ApiToken) -> Actor:
    """A system acts, by the name it was given."""
    return Actor(person_id=None, name=token.label, post_name=token.unit.name, unit_id=token.unit_id)


def _submission(sent: Sent, matter: Matter, at: datetime) -> Submission:
    unit = sent.token.unit
    return Submission(token=sent.token, unit=unit, key=sent.key, digest=sent.digest, matter=matter, received_at=at)


def _answer(sent: Sent, kept: Submission, new: Sequence[Sent]) -> Taken | BaseException:
    if kept.digest != sent.digest:
        return Conflict(_("This key was used for another report. Use a new key for each report."))
    return Taken(kept.matter, is_replay=all(sent is not each for each in new))


_TOGETHER: Together[Sent, Taken] = Together(_take, patience=0.003)  # less than the commit that is shared
