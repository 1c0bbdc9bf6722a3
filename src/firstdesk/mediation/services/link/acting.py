"""What a party does through their own link: the same verbs as at the desk, said by the party. The mediator is told of
each."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.models import User
from firstdesk.ledger.actors import Actor
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Case, Confirmation, Consent, Failure, PartyLink, Told
from firstdesk.mediation.selectors import link as found
from firstdesk.mediation.selectors import standing
from firstdesk.mediation.services import after, room
from firstdesk.mediation.services.case import consenting, seating
from firstdesk.mediation.services.case.consenting import Ending, Word
from firstdesk.mediation.services.kernel import Happening, happen
from firstdesk.mediation.services.room import NewExhibit
from firstdesk.mediation.services.standing import check_acts
from firstdesk.mediation.states import LED
from firstdesk.notices import services as notices
from firstdesk.notices.services import Message

BY_LINK = Actor.system("portal")
P = ParamSpec("P")
R = TypeVar("R")


Verb = Callable[Concatenate[PartyLink, P], R]


def _heard(what: str, level: str = "info") -> Callable[[Verb[P, R]], Verb[P, R]]:
    """Decorator: notify the mediators of what the party did, in the same transaction."""

    def around(verb: Verb[P, R]) -> Verb[P, R]:
        @wraps(verb)
        def told(link: PartyLink, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with transaction.atomic():
                if link.is_ended:
                    raise NotAllowed(_("This link has ended. Ask the committee for a new one."))
                result = verb(link, *args, **kwargs)
                _tell(link.party.case, what, level, at=kwargs["at"])  # type: ignore[arg-type]
                return result

        return told

    return around


def _tell(case: Case, what: str, level: str, *, at: datetime) -> None:
    people = [seat.mediator.user for seat in selectors.seats(case)] or _answering(case)
    message = Message(
        kind="mediation.by_link", level=level, text=what, values={"number": case.number}, matter_id=case.matter_id,
        url=reverse("mediation:case", args=[case.number]),
    )  # fmt: skip
    notices.send(message, to=people, at=at)


def _answering(case: Case) -> list[User]:
    """Whom to notify before there is a mediator: whoever is responsible for the matter."""
    return list(User.objects.filter(pk__in=[case.matter.responsible_person_id or case.applied_by_id]))


@_heard(gettext_noop("%(number)s: a party read their rights and duties, by their own link."))
def know_rights(link: PartyLink, *, at: datetime) -> Told:
    """The party has read and understood their rights and duties (art. 23). Repeating it changes nothing."""
    known = Told.objects.filter(party=link.party, way=Told.Way.LINK).first()
    if known is not None:
        raise NotAllowed(_("You have confirmed this already."))
    acting = standing.speaker(link.party, at)  # whoever cannot act alone: it is their guardian's link
    check_acts(link.party, acting, concedes=False, at=at)
    row = Told.objects.create(party=link.party, by_agent=acting, way=Told.Way.LINK, told_at=at)
    happen(link.party.case, Happening("mediation.rights_known", noted={"party": link.party.no}), by=BY_LINK, at=at)
    return row


@_heard(gettext_noop("%(number)s: a party agreed to be mediated, by their own link."))
def agree(link: PartyLink, *, at: datetime) -> Consent:
    """The party agrees to mediation."""
    return consenting.consent(link.party, Word(is_given=True, way=Consent.Way.LINK), by=BY_LINK, at=at)


@_heard(gettext_noop("%(number)s: a party refused mediation by their own link; it has ended."), "warning")
def refuse(link: PartyLink, words: str, *, at: datetime) -> Failure:
    """The party refuses mediation; the case ends at once. The page explains the other ways."""
    why = words.strip() or gettext("Said by the party's own link, without reasons.")
    ending = Ending(reason=Failure.Reason.REFUSED, words=why, ways_told=Failure.Way.values)
    return consenting.refuse(link.party, ending, way=Consent.Way.LINK, by=BY_LINK, at=at)


@_heard(gettext_noop("%(number)s: the application was taken back by the party's own link; it has ended."), "warning")
def withdraw(link: PartyLink, *, at: datetime) -> Failure:
    """The applicant withdraws the application."""
    words = gettext("Taken back by the party's own link.")
    ending = Ending(reason=Failure.Reason.WITHDRAWN, words=words, ways_told=Failure.Way.values)
    return consenting.withdraw(link.party, ending, by=BY_LINK, at=at)


@_heard(gettext_noop("%(number)s: a party chose open or closed, by their own link."))
def prefer(link: PartyLink, *, is_open: bool, at: datetime) -> Consent:
    """The party prefers an open or a closed session."""
    word = Word(about=Consent.About.OPEN, is_given=is_open, way=Consent.Way.LINK)
    return consenting.consent(link.party, word, by=BY_LINK, at=at)


@_heard(gettext_noop("%(number)s: a party chose a mediator, by their own link."))
def choose(link: PartyLink, mediator: int, *, at: datetime) -> Consent:
    """The party's preferred mediator from the register; appointed when every party chose the same."""
    if mediator not in {each.pk for each in found.choosable(link.party.case, at)}:
        raise NotAllowed(_("Choose somebody from the register."))
    word = Word(about=Consent.About.CHOICE, is_given=True, way=Consent.Way.LINK, subject=mediator)
    return consenting.consent(link.party, word, by=BY_LINK, at=at)


@_heard(gettext_noop("%(number)s: a party accepted the mediator, by their own link."))
def accept_mediator(link: PartyLink, seat: int, *, at: datetime) -> Consent:
    """The party accepts this mediator."""
    if seat not in {each.pk for each in selectors.seats(link.party.case)}:
        raise NotAllowed(_("This mediator has no seat in this case."))
    word = Word(about=Consent.About.MEDIATOR, is_given=True, way=Consent.Way.LINK, subject=seat)
    return consenting.consent(link.party, word, by=BY_LINK, at=at)


@_heard(gettext_noop("%(number)s: a party asked for another mediator, by their own link."), "warning")
def challenge(link: PartyLink, seat: int, reason: str, *, at: datetime) -> None:
    """The party challenges this mediator; others decide."""
    case = link.party.case
    chair = next((each for each in selectors.seats(case) if each.pk == seat), None)
    if chair is None or case.state not in LED:
        raise NotAllowed(_("This mediator has no seat in this case."))
    if selectors.open_challenges(case).filter(party=link.party, seat=chair).exists():
        raise NotAllowed(_("You have asked for this already; it is being decided."))
    chair.case = case
    seating.challenge(link.party, chair, reason, by=BY_LINK, at=at)


@_heard(gettext_noop("%(number)s: a party handed in evidence, by their own link."))
def hand_in(link: PartyLink, new: NewExhibit, *, at: datetime) -> None:
    """The party hands in a piece of evidence, which is numbered and kept with its hash."""
    room.hand_in(link.party.case, new, by=BY_LINK, at=at)


@_heard(gettext_noop("%(number)s: a party joined the request to the court, by their own link."))
def join_confirmation(link: PartyLink, agreement: int = 0, *, at: datetime) -> Confirmation:
    """The party joins the court application for one agreement, or for the newest where none is given."""
    row = found.confirmation(link.party, agreement)
    if row is None:
        raise NotAllowed(_("No application to the court is being prepared. Ask the committee."))
    row.agreement.case = link.party.case
    return after.join_confirmation(row, link.party, way=Consent.Way.LINK, by=BY_LINK, at=at)
