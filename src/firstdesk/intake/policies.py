"""Why somebody may not work on a contact, an import or a person's data."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.scope import Acting
from firstdesk.intake.models import Contact
from firstdesk.intake.selectors import may_reveal
from firstdesk.intake.selectors.related import may_join, may_link, may_tell
from firstdesk.intake.states import ContactState
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Confidentiality, Matter


def check_open(contact: Contact) -> None:
    """Only an open contact is answered, drafted or registered."""
    if contact.state != ContactState.OPEN:
        raise NotAllowed(_("This contact has ended already: “%(state)s”.") % {"state": contact.get_state_display()})


def check_centre(centre_id: int, by: Actor) -> None:
    """Officers work for their own centre."""
    if by.unit_id is not None and by.unit_id != centre_id:
        raise NotAllowed(_("This belongs to another centre; you act for your own."))


def check_reveal(acting: Acting, matter: Matter) -> None:
    """Who may see a person's data whole: whoever may reveal and works on it; for a confidential matter only its centre."""
    if may_reveal(acting, matter):
        return
    if matter.confidentiality == Confidentiality.CONFIDENTIAL:
        why = _("The reporter of a confidential matter is shown to the centre that took it, and to nobody else.")
    else:
        why = _("Personal data is shown to the centre that took the report and to the units that work on it.")
    raise NotAllowed(why)


def check_link(acting: Acting, matter: Matter) -> None:
    """Whoever works on a matter says what it belongs together with."""
    if not may_link(matter, acting):
        raise NotAllowed(_("The centre that took it and the unit that has it say what it belongs together with."))


def check_join(acting: Acting, matter: Matter) -> None:
    """Joining, taking apart and splitting are for the centre that registered it."""
    if not may_join(matter, acting):
        raise NotAllowed(_("Only the centre that registered it joins it to another one, or splits it."))


def check_tell(acting: Acting, matter: Matter) -> None:
    """The persons of joined reports are told once the answer has been given."""
    if not may_tell(matter, acting):
        raise NotAllowed(
            _("First answer this matter; then those whose reports were joined to it are told by whoever may.")
        )
