"""At start the glue hands the table of reactions to the part that publishes events."""

from django.apps import AppConfig

from firstdesk.common import events
from firstdesk.config.reactions import REACTIONS


class ConfigConfig(AppConfig):
    name = "firstdesk.config"
    label = "config"

    def ready(self) -> None:
        events.install(REACTIONS)
