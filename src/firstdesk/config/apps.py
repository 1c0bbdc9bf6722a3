"""At start the glue hands in what parts need from above: the reactions to events, the answers to pages below."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from firstdesk.common import events
from firstdesk.config.duties_port import DATES, DONE_AT
from firstdesk.config.reactions import REACTIONS
from firstdesk.directory import ports
from firstdesk.mediation import ports as bookings
from firstdesk.notices import ports as samples
from firstdesk.obligations import ports as promises
from firstdesk.rosters import ports as readiness


class ConfigConfig(AppConfig):
    name = "firstdesk.config"
    label = "config"

    def ready(self) -> None:
        events.install(REACTIONS)
        ports.install(import_string("firstdesk.config.rules_port.PORTS"))  # models are there only now
        wordings = "firstdesk.workbench.selectors.wordings"
        samples.install(import_string(f"{wordings}.sample"), import_string(f"{wordings}.readable"))
        promises.install(import_string("firstdesk.matters.selectors.titles"))
        promises.done_at(DONE_AT)
        promises.answer(import_string("firstdesk.wall.selectors.boards.callings"))
        promises.appoints(*map(import_string, DATES))
        bookings.install(import_string("firstdesk.meetings.selectors.places.holds"))
        readiness.install(import_string("firstdesk.training.selectors.induction.lacking"))
