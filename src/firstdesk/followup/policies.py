"""Why somebody may not answer the person. The services ask with the Actor of the record, whatever the edge."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, Refusal, at_field
from firstdesk.followup import selectors
from firstdesk.followup.models import CallBack, Reply, Task
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import awaited_help, is_money_owed, recused
from firstdesk.matters.states import State


def check_speaks(by: Actor, matter: Matter) -> None:
    """The person hears from the centre they asked, or from the unit that has the matter."""
    if by.unit_id not in {matter.centre_id, matter.responsible_unit_id}:
        raise NotAllowed(
            _("The person is answered by “%(centre)s” or by the unit that has the matter. You act for another unit.")
            % {"centre": matter.centre.name}
        )


def check_own_handling(by: Actor, matter: Matter) -> None:
    """The unit's own work ends here; a unit that was asked returns its result instead."""
    if not selectors.is_own_handling(matter) or by.unit_id != matter.responsible_unit_id:
        raise NotAllowed(
            _("This is with “%(unit)s” (%(state)s), which returns its result itself.")
            % {"unit": matter.responsible_unit.name, "state": matter.get_state_display()}
        )


def check_help_given(matter: Matter) -> None:
    """Help without which the result is not complete has been given, or was taken back by those who asked for it."""
    owing = awaited_help(matter)
    if owing:
        why = _(
            "Help that is needed is still outstanding (%(count)s): wait for it, or take back what is no longer needed, "
            "with the reason."
        ) % {"count": owing}
        raise at_field("text", why, clauses=("SS-MC-09",))


def check_stands_back(by: Actor, matter: Matter) -> None:
    """Whose work was contested, or whom it is about, does not do it again."""
    if by.person_id in recused(matter):
        raise NotAllowed(_("You handled this before and it was contested, or it is about you: somebody else does it."))


def check_centre(by: Actor, matter: Matter) -> None:
    """Only the centre that registered the matter takes it up again."""
    if by.unit_id != matter.centre_id:
        raise NotAllowed(_("Only “%(centre)s” may reopen this.") % {"centre": matter.centre.name})


def check_answered(matter: Matter) -> None:
    """Who was answered is called back, and then the matter is closed; not before, and not later."""
    if matter.state != State.FOLLOW_UP:
        raise NotAllowed(_("This is not possible now: it is “%(state)s”.") % {"state": matter.get_state_display()})


def check_may_note_rating(by: Actor, matter: Matter) -> None:
    """Nobody writes down how content a person is with their own work."""
    if by.person_id in selectors.handlers_of(matter):
        raise at_field(
            "satisfaction",
            _("You handled this: somebody else asks for the rating, or the person rates it by the link."),
        )


def check_money_settled(matter: Matter) -> None:
    """Money promised for a late answer is paid or explained before the matter ends (SS-HB-22, SS-HB-23)."""
    if is_money_owed(matter):
        raise at_field(
            "",
            _("The compensation for the late answer is not settled: it is paid, or explained to the person, first."),
            clauses=("SS-HB-22", "SS-HB-23"),
        )


def check_may_close(by: Actor, call: CallBack | None) -> None:
    """Who wrote the rating down is not who closes on it."""
    if call is not None and call.satisfaction is not None and call.called_by_id == by.person_id:
        raise NotAllowed(_("You wrote down the rating of this person, so somebody else closes. The matter stays open."))


def check_all_told(matter: Matter) -> None:
    """Whoever reported the same has the answer too, or it is noted why not, before the matter ends."""
    owing = selectors.untold(matter)
    if owing:
        numbers = ", ".join(each.number for each in owing)
        raise at_field(
            "",
            _("Not everybody who reported this was told the answer: %(numbers)s. Tell them, or note why not.")
            % {"numbers": numbers},
            clauses=("GC-13-08",),
        )


def check_verified(matter: Matter) -> None:
    """A contested answer is verified by somebody else before the person gets the next one."""
    if Task.Kind.VERIFY in selectors.open_tasks(matter):
        raise Refusal(
            _("The person contested the last answer. Somebody who did not handle it verifies first; then answer.")
        )


def check_may_verify(by: Actor, matter: Matter) -> None:
    """Somebody of the centre who did not handle it."""
    check_centre_verifies(by, matter)
    if by.person_id in recused(matter) | selectors.handlers_of(matter):
        raise NotAllowed(_("You handled what the person contests; somebody else of the centre verifies it."))


def check_centre_verifies(by: Actor, matter: Matter) -> None:
    """The centre that was asked verifies, whoever handled it."""
    if by.unit_id != matter.centre_id:
        raise NotAllowed(_("Somebody of “%(centre)s” verifies this.") % {"centre": matter.centre.name})


def check_may_rate(matter: Matter, level: int | None, words: str, at: datetime) -> Reply:
    """The newest answer, where it may be rated now. Raises Refusal with what is missing or why it is too late."""
    reply = selectors.last_reply(matter)
    if reply is None:
        raise Refusal(_("There is no answer yet that could be rated."))
    until = selectors.rating_until(matter, reply)
    if until is None or at > until:
        raise Refusal(_("The time for rating this answer is over. Call the centre if something is not settled."))
    if level is not None and not 1 <= level <= 5:
        raise at_field("level", _("Choose one of the five."))
    if level is None and not words.strip():
        raise at_field("words", _("Write what is not settled, so that somebody else can take it up."))
    return reply
