"""Why a verb on a complaint is not possible. The services ask with the Actor of the record, whatever the edge."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.complaints import selectors
from firstdesk.complaints.models import Compensation, Complaint
from firstdesk.directory.models import Unit, User
from firstdesk.directory.selectors import members_of
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import recused
from firstdesk.matters.states import State


def check_may_open(matter: Matter, kind: str, by: Actor, at: datetime) -> None:
    """What was just registered at the centre becomes a complaint, of a kind the rules know; once."""
    if by.person_id is not None and by.unit_id != matter.centre_id:
        raise NotAllowed(_("Only “%(centre)s” takes this as a complaint.") % {"centre": matter.centre.name})
    if selectors.complaint_of(matter) is not None:
        raise NotAllowed(_("%(number)s is a complaint already.") % {"number": matter.number})
    if matter.state != State.TO_TRIAGE:
        raise NotAllowed(_("This is not possible now: it is “%(state)s”.") % {"state": matter.get_state_display()})
    if kind not in dict(selectors.kinds(at)):
        raise at_field("kind", _("Choose what kind of complaint it is."))


def check_about(matter: Matter, about: Matter | None) -> None:
    """A complaint is about another matter of the same centre, or about none."""
    if about is not None and (about.pk == matter.pk or about.centre_id != matter.centre_id):
        raise at_field("about", _("Name another matter of the same centre, or none."))


def check_works(complaint: Complaint, by: Actor) -> None:
    """Whoever has the complaint, or its centre, and nobody it is about."""
    matter = complaint.matter
    if by.unit_id not in {matter.centre_id, matter.responsible_unit_id}:
        raise NotAllowed(_("This complaint is with “%(unit)s”.") % {"unit": matter.responsible_unit.name})
    if by.person_id in recused(matter):
        raise NotAllowed(_("The complaint is about you; somebody else looks into it."))


def check_leads(complaint: Complaint, person: User, by: Actor, at: datetime) -> None:
    """Only what nobody here may lead is taken by somebody from above, who is not concerned and has a post there."""
    matter = complaint.matter
    check_centre_or_above(matter, by)
    if not selectors.needs_leader(matter, at):
        raise NotAllowed(_("This complaint has somebody who leads it."))
    if person.pk in recused(matter) or by.person_id in recused(matter):
        raise NotAllowed(_("The complaint is about you; somebody else looks into it."))
    if person not in members_of(Unit.objects.get(pk=by.unit_id or 0), at):
        raise NotAllowed(_("%(person)s holds no post in “%(unit)s” today.") % {"person": person, "unit": by.post_name})


def check_not_responsible(money: Compensation, by: Actor) -> None:
    """Nobody decides about money that is owed because of their own delay."""
    matter = money.complaint.matter
    check_centre_or_above(matter, by)
    if by.person_id in selectors.responsible_for(matter):
        raise NotAllowed(_("You had a hand in this answer, so somebody who had not decides about the compensation."))


def check_pays(money: Compensation, by: Actor) -> None:
    """Who approved the money does not pay it out."""
    if money.decided_by_id == by.person_id:
        raise NotAllowed(_("You approved this; somebody else pays it out."))
    matter = money.complaint.matter
    check_centre_or_above(matter, by)


def check_centre_or_above(matter: Matter, by: Actor) -> None:
    """The centre that was complained of, or one above it."""
    above = Unit.objects.filter(pk=by.unit_id or 0).values_list("path", flat=True).first()
    if above is None or not matter.centre.path.startswith(above):
        raise NotAllowed(_("“%(centre)s” or those above it decide this.") % {"centre": matter.centre.name})
